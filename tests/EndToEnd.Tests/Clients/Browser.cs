using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.TestKit;

namespace Countersign.EndToEnd.Clients;

/// <summary>A real Chromium without a window: its process, its profile, and the tools that open tabs in it.</summary>
internal sealed class Browser : IAsyncDisposable
{
    public const string Chromium = "/usr/bin/chromium";

    /// <summary>Names below it lead to this machine.</summary>
    public const string Domain = "countersign.example";

    private const string Sign = "DevTools listening on ";

    // A first start reads hundreds of megabytes, maybe on a machine that does much else. It ends as soon as it can.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string[] Flags =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-port=0",
        // The certificates of tests, and names that are no machine's own, for which browsers make exceptions.
        "--ignore-certificate-errors", $"--host-resolver-rules=MAP *.{Domain} 127.0.0.1",
    ];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("countersign-chromium-");
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly Process _process;
    private DevTools? _tools;

    private Browser()
    {
        // What it leaves behind in the folder of temporary files goes with the profile.
        _process = Programs.Start("env", [$"TMPDIR={_profile.FullName}", Chromium, .. Flags, $"--user-data-dir={_profile.FullName}", "about:blank"]);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Starts it, and once more if that fails: what the first start read, the second finds in memory.</summary>
    public static async Task<Browser> StartAsync()
    {
        try
        {
            return await StartOnceAsync();
        }
        catch (InvalidOperationException)
        {
            return await StartOnceAsync();
        }
    }

    public Task<Tab> OpenTabAsync() => Tab.OpenAsync(_tools!);

    public Task<Profile> OpenProfileAsync() => Profile.OpenAsync(_tools!);

    public async ValueTask DisposeAsync()
    {
        _tools?.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        // Its other processes may still write for a moment.
        await Eventually.IsSoAsync(IsDeleted);

        bool IsDeleted()
        {
            try
            {
                _profile.Delete(recursive: true);
            }
            catch (IOException)
            {
                return false;
            }

            return true;
        }
    }

    private static async Task<Browser> StartOnceAsync()
    {
        var browser = new Browser();
        try
        {
            await browser.ConnectAsync().WaitAsync(Patience);
            return browser;
        }
        catch (Exception failure)
        {
            await browser.DisposeAsync();
            throw new InvalidOperationException($"Chromium did not start. Its last words:\n{string.Join('\n', browser._lastLines)}", failure);
        }
    }

    private async Task ConnectAsync()
    {
        _tools = await DevTools.ConnectAsync(await _address.Task);
        // The first tab takes far longer than all others, so it belongs to the start.
        await using var first = await OpenTabAsync();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("It ended at once."));
            return;
        }

        if (line.StartsWith(Sign, StringComparison.Ordinal))
            _address.TrySetResult(new(line[Sign.Length..]));
        _lastLines.Enqueue(line);
        if (_lastLines.Count > 20)
            _lastLines.TryDequeue(out _);
    }
}
