using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>The command <c>run</c> as a process of its own.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningGateway(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url => _url.Task.Result;

    /// <summary>The admin listener as it was announced.</summary>
    public Uri Admin => new(_lines.First(line => line.StartsWith("admin on ", StringComparison.Ordinal))["admin on ".Length..]);

    public IReadOnlyCollection<string> Lines => _lines;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it on a free port, or where the configuration says.</summary>
    public static async Task<RunningGateway> StartAsync(string configuration, bool listensAsConfigured = false, string? program = null)
    {
        string[] listen = listensAsConfigured ? [] : ["--listen", "http://127.0.0.1:0"];
        string[] run = ["run", "--config", configuration, .. listen];
        var gateway = new RunningGateway(program is null ? Programs.Start("dotnet", ["exec", Checkout.Command, .. run]) : Programs.Start(program, run));
        var ended = gateway._process.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(gateway._url.Task, ended).WaitAsync(TimeSpan.FromMinutes(4)) == ended)
            throw new InvalidOperationException($"The gateway ended at once:\n{string.Join('\n', gateway._lines)}");
        return gateway;
    }

    /// <summary>Waits for a line that has all of these texts: lines come a moment after the answers that they tell of.</summary>
    public async Task TellsAsync(params string[] texts)
    {
        bool IsTold() => _lines.Any(line => texts.All(text => line.Contains(text, StringComparison.Ordinal)));
        Assert.True(await Eventually.IsSoAsync(IsTold), $"no line has {string.Join(" and ", texts)}");
    }

    /// <summary>Asks it to end as an init system does, and waits. The exit code and how long it took.</summary>
    public async Task<(int Code, TimeSpan Took)> TerminateAsync()
    {
        var watch = Stopwatch.StartNew();
        await Programs.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        return (_process.ExitCode, watch.Elapsed);
    }

    /// <summary>SIGKILL: it has no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.StartsWith("listening on ", StringComparison.Ordinal))
            _url.TrySetResult(line["listening on ".Length..].TrimEnd('/'));
    }
}
