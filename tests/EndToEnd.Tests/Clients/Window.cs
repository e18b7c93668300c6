using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Countersign.EndToEnd.Clients;

/// <summary>A window in the hands of a person, who looks, types and presses. What the pages do goes on by itself.</summary>
internal sealed class Window
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DevTools _tools;
    private readonly string _session;

    private Window(DevTools tools, string target, string session) => (_tools, Target, _session) = (tools, target, session);

    /// <summary>The browser's name for it.</summary>
    public string Target { get; }

    public static async Task<Window> AttachAsync(DevTools tools, string target)
    {
        var attached = await tools.SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true });
        var window = new Window(tools, target, attached["sessionId"]!.GetValue<string>());
        await window.SendAsync("Page.enable");
        await window.SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = true });
        return window;
    }

    /// <summary>Opens a page, wherever that leads.</summary>
    public async Task OpenAsync(string url)
    {
        var opened = await SendAsync("Page.navigate", new() { ["url"] = url });
        Assert.True(opened["errorText"] is null, $"{url}: {opened["errorText"]}");
        await UntilAsync("document.readyState === 'complete'");
    }

    /// <summary>Types into a field.</summary>
    public async Task FillAsync(string id, string text)
    {
        await RunAsync($"document.getElementById({Quoted(id)}).select()");
        await SendAsync("Input.insertText", new() { ["text"] = text });
    }

    /// <summary>Presses a button or a link by what is written on it.</summary>
    public Task PressAsync(string label) =>
        ClickAsync($"[...document.querySelectorAll('button, a, label')].find(e => e.textContent.trim() === {Quoted(label)} && e.checkVisibility())");

    /// <summary>Presses one that leads to another page, and waits for that.</summary>
    public async Task FollowAsync(string label)
    {
        await RunAsync("window.isLeft = true");
        await PressAsync(label);
        await UntilAsync("!window.isLeft && document.readyState === 'complete'");
    }

    /// <summary>Strikes a key, where the focus is.</summary>
    public async Task StrikeAsync(string key, string? text = null, int code = 0)
    {
        await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = text is null ? "rawKeyDown" : "keyDown", ["key"] = key, ["code"] = key, ["text"] = text ?? "", ["windowsVirtualKeyCode"] = code });
        await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Waits until the focus is where it belongs: a page that has loaded gets its autofocus only when it is drawn.</summary>
    public Task UntilFocusAsync(string id) => UntilAsync($"document.activeElement.id === {Quoted(id)}");

    /// <summary>Types where the focus is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>Waits until an expression is true, on whichever page.</summary>
    public async Task UntilAsync(string condition)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            try
            {
                if ((await RunAsync($"Boolean({condition})"))?.GetValue<bool>() == true)
                    return;
            }
            catch (InvalidOperationException)
            {
                // Its page went just now.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{condition} does not come true at {await AddressAsync()}, which shows:\n{await TextAsync()}");
    }

    /// <summary>What a person reads.</summary>
    public Task<string> TextAsync() => AskAsync("document.body.innerText");

    public Task<string> TitleAsync() => AskAsync("document.title");

    public Task<string> AddressAsync() => AskAsync("location.href");

    /// <summary>The text that a script gives, or promises.</summary>
    public async Task<string> AskAsync(string script) => (await RunAsync(script))!.GetValue<string>();

    /// <summary>What a script gives, or promises.</summary>
    public async Task<JsonNode?> RunAsync(string script)
    {
        var ran = await SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        if (ran["exceptionDetails"] is { } failure)
            throw new InvalidOperationException($"{script}\n{failure["exception"]?["description"] ?? failure["text"]}");
        return ran["result"]!["value"];
    }

    /// <summary>A command of the protocol.</summary>
    public Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => _tools.SendAsync(method, parameters, _session);

    public Task CloseAsync() => _tools.SendAsync("Target.closeTarget", new() { ["targetId"] = Target });

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    /// <summary>Clicks with the mouse: only that counts as a person's doing.</summary>
    private async Task ClickAsync(string element)
    {
        await UntilAsync(element);
        var place = (await RunAsync($"(() => {{ const e = {element}; e.scrollIntoView({{ block: 'center' }}); const r = e.getBoundingClientRect(); return {{ x: r.x + r.width / 2, y: r.y + r.height / 2 }}; }})()"))!;
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
            await SendAsync("Input.dispatchMouseEvent", new() { ["type"] = type, ["x"] = place["x"]!.DeepClone(), ["y"] = place["y"]!.DeepClone(), ["button"] = "left", ["clickCount"] = 1 });
    }
}
