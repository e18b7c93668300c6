using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Countersign.EndToEnd.Clients;

/// <summary>One tab of a real Chromium, driven over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    public const string Chromium = "/usr/bin/chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly string[] Flags =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-port=0",
    ];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private readonly Dictionary<int, TaskCompletionSource<JsonNode>> _waiting = [];
    private readonly CancellationTokenSource _closing = new();
    private string? _session;
    private int _lastId;

    private Browser(Process process, DirectoryInfo profile)
    {
        _process = process;
        _profile = profile;
    }

    public static async Task<Browser> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("countersign-chromium-");
        var process = Programs.Start(Chromium, [.. Flags, $"--user-data-dir={profile.FullName}", "about:blank"]);
        var browser = new Browser(process, profile);
        using var patience = new CancellationTokenSource(Patience);
        const string Sign = "DevTools listening on ";
        string? line;
        do
            line = await process.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("Chromium ended at once.");
        while (!line.StartsWith(Sign, StringComparison.Ordinal));
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);

        await browser._socket.ConnectAsync(new(line[Sign.Length..]), patience.Token);
        _ = browser.ReadAsync();
        var target = await browser.SendAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await browser.SendAsync("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        browser._session = attached["sessionId"]!.GetValue<string>();
        await browser.SendAsync("Page.enable");
        // Every request is paused, and so is every native dialog: that is the only way to see one.
        await browser.SendAsync("Fetch.enable", new() { ["handleAuthRequests"] = true });
        return browser;
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

    public async Task<string> TitleAsync() => (await RunAsync("document.title")).Text;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _closing.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser was still writing; the folder is temporary anyway.
        }
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
                var happened = await _events.Reader.ReadAsync(patience.Token);
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

    private async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
            _waiting[id] = answer;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
            command["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        return await answer.Task.WaitAsync(Patience);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                Take(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or ObjectDisposedException or JsonException)
        {
            _events.Writer.TryComplete();
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"]?.GetValue<int>() is not { } id)
        {
            _events.Writer.TryWrite(message);
            return;
        }

        TaskCompletionSource<JsonNode>? answer;
        lock (_waiting)
            _waiting.Remove(id, out answer);
        if (message["error"] is { } error)
            answer?.TrySetException(new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Chromium: {error.ToJsonString()}")));
        else
            answer?.TrySetResult(message["result"]!);
    }
}

/// <summary>What the browser's own dialog asks for.</summary>
internal sealed record Dialog(string Scheme, string Realm);
