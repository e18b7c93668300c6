using System.Text.Json.Nodes;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Clients;

/// <summary>A browser of one person: windows that share their cookies, which no other profile knows.</summary>
internal sealed class Profile : IAsyncDisposable
{
    private readonly DevTools _tools;
    private readonly string _context;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private Profile(DevTools tools, string context) => (_tools, _context) = (tools, context);

    public static async Task<Profile> OpenAsync(DevTools tools) =>
        new(tools, (await tools.SendAsync("Target.createBrowserContext"))["browserContextId"]!.GetValue<string>());

    /// <summary>Opens one more window.</summary>
    public async Task<Window> OpenWindowAsync()
    {
        var target = (await _tools.SendAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = _context }))["targetId"]!.GetValue<string>();
        _known.Add(target);
        return await Window.AttachAsync(_tools, target);
    }

    /// <summary>Opens a page in one more window.</summary>
    public async Task<Window> OpenWindowAsync(string url)
    {
        var window = await OpenWindowAsync();
        await window.OpenAsync(url);
        return window;
    }

    /// <summary>The window that a page has opened, as soon as it is there.</summary>
    public async Task<Window> OpenedByPageAsync()
    {
        var opened = await Eventually.UntilAsync(async () => (await TargetsAsync()).FirstOrDefault(target => !_known.Contains(target)), target => target is not null);
        Assert.NotNull(opened);
        _known.Add(opened);
        return await Window.AttachAsync(_tools, opened);
    }

    /// <summary>Waits until a window is closed.</summary>
    public async Task ClosesAsync(Window window) =>
        Assert.False(await Eventually.UntilAsync(async () => (await TargetsAsync()).Contains(window.Target), isThere => !isThere), "the window stays open");

    /// <summary>How many windows there are.</summary>
    public async Task<int> CountAsync() => (await TargetsAsync()).Count;

    /// <summary>A cookie as the browser keeps it; null when it has none of this name.</summary>
    public async Task<JsonNode?> CookieAsync(string name)
    {
        var all = (await _tools.SendAsync("Storage.getCookies", new() { ["browserContextId"] = _context }))["cookies"]!.AsArray();
        return all.SingleOrDefault(cookie => cookie!["name"]!.GetValue<string>() == name);
    }

    /// <summary>Puts a cookie into the browser.</summary>
    public Task PlantAsync(string url, string name, string value) => _tools.SendAsync("Storage.setCookies", new()
    {
        ["browserContextId"] = _context,
        ["cookies"] = new JsonArray(new JsonObject { ["url"] = url, ["name"] = name, ["value"] = value, ["path"] = "/", ["secure"] = true, ["httpOnly"] = true, ["sameSite"] = "Lax" }),
    });

    public async ValueTask DisposeAsync() => await _tools.SendAsync("Target.disposeBrowserContext", new() { ["browserContextId"] = _context });

    private async Task<List<string>> TargetsAsync() =>
    [
        .. (await _tools.SendAsync("Target.getTargets"))["targetInfos"]!.AsArray()
            .Where(target => target!["browserContextId"]?.GetValue<string>() == _context && target["type"]!.GetValue<string>() == "page")
            .Select(target => target!["targetId"]!.GetValue<string>()),
    ];
}
