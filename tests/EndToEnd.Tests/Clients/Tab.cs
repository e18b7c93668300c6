using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Countersign.EndToEnd.Clients;

/// <summary>A tab with a memory of its own: it knows no login, cookie or page of another.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DevTools _tools;
    private readonly string _context;
    private readonly string _session;
    private readonly ChannelReader<JsonNode> _events;

    private Tab(DevTools tools, string context, string session)
    {
        _tools = tools;
        _context = context;
        _session = session;
        _events = tools.Listen(session);
    }

    public static async Task<Tab> OpenAsync(DevTools tools)
    {
        var context = (await tools.SendAsync("Target.createBrowserContext"))["browserContextId"]!.GetValue<string>();
        var target = await tools.SendAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context });
        var attached = await tools.SendAsync("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        var tab = new Tab(tools, context, attached["sessionId"]!.GetValue<string>());
        await tab.SendAsync("Page.enable");
        // Every request is paused, and so is every native dialog: that is the only way to see one.
        await tab.SendAsync("Fetch.enable", new() { ["handleAuthRequests"] = true });
        return tab;
    }

    /// <summary>Opens a page and answers dialogs with these logins, one after the other; the dialogs that it showed. Cancels when there is no login left.</summary>
    public async Task<List<Dialog>> OpenAsync(string url, params string[] logins)
    {
        var navigation = SendAsync("Page.navigate", new() { ["url"] = url });
        var dialogs = await ServeAsync("Page.loadEventFired", logins);
        await navigation;
        return dialogs;
    }

    /// <summary>Runs a script whose promise gives a text; the text, and the dialogs that it caused.</summary>
    public async Task<(string Text, List<Dialog> Dialogs)> RunAsync(string script)
    {
        var done = SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        using var until = new CancellationTokenSource();
        var serving = ServeAsync(last: null, [], until.Token);
        var result = await done;
        await until.CancelAsync();
        return (result["result"]!["value"]?.GetValue<string>() ?? result.ToJsonString(), await serving);
    }

    /// <summary>Runs a script as if a person had clicked, and waits for the page that it leads to.</summary>
    public async Task ActAsync(string script)
    {
        var acting = SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["userGesture"] = true });
        await ServeAsync("Page.loadEventFired", []);
        await acting;
    }

    /// <summary>Gives the machine a passkey device that says yes to everything, as a person with a finger would.</summary>
    public async Task AddPasskeyDeviceAsync()
    {
        await SendAsync("WebAuthn.enable");
        await SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new JsonObject
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public async Task<string> TitleAsync() => (await RunAsync("document.title")).Text;

    public async ValueTask DisposeAsync()
    {
        _tools.Leave(_session);
        await _tools.SendAsync("Target.disposeBrowserContext", new() { ["browserContextId"] = _context });
    }

    private async Task<List<Dialog>> ServeAsync(string? last, string[] logins, CancellationToken until = default)
    {
        var dialogs = new List<Dialog>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(until);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var happened = await _events.ReadAsync(patience.Token);
                var name = happened["method"]!.GetValue<string>();
                var id = happened["params"]?["requestId"]?.DeepClone();
                if (name == "Fetch.requestPaused")
                {
                    await SendAsync("Fetch.continueRequest", new() { ["requestId"] = id });
                }
                else if (name == "Fetch.authRequired")
                {
                    var asked = happened["params"]!["authChallenge"]!;
                    dialogs.Add(new(asked["scheme"]!.GetValue<string>(), asked["realm"]!.GetValue<string>()));
                    await SendAsync("Fetch.continueWithAuth", new() { ["requestId"] = id, ["authChallengeResponse"] = Answer(logins.ElementAtOrDefault(dialogs.Count - 1)) });
                }
                else if (name == last)
                {
                    return dialogs;
                }
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            return dialogs;
        }
    }

    private static JsonObject Answer(string? login)
    {
        if (login is null)
            return new() { ["response"] = "CancelAuth" };
        var colon = login.IndexOf(':', StringComparison.Ordinal);
        return new() { ["response"] = "ProvideCredentials", ["username"] = login[..colon], ["password"] = login[(colon + 1)..] };
    }

    private Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => _tools.SendAsync(method, parameters, _session);
}

/// <summary>What the browser's own dialog asks for.</summary>
internal sealed record Dialog(string Scheme, string Realm);
