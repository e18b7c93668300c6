using System.Collections.Concurrent;
using System.Diagnostics;

namespace Countersign.EndToEnd.Applications;

/// <summary>An ASP.NET Core application as a process of its own, on a free port.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningApplication(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url => _url.Task.Result;

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts an assembly.</summary>
    /// <param name="assembly">What was built.</param>
    /// <param name="folder">The content root.</param>
    public static async Task<RunningApplication> StartAsync(string assembly, string folder)
    {
        var application = new RunningApplication(Programs.Start(
            "dotnet", ["exec", assembly, "--urls", "http://127.0.0.1:0", "--contentRoot", folder, "--environment", "Development"]));
        var ended = application._process.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(application._url.Task, ended).WaitAsync(TimeSpan.FromMinutes(4)) == ended)
            throw new InvalidOperationException($"The application ended at once:\n{string.Join('\n', application._lines)}");
        return application;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            _url.TrySetResult(line[(at + Announcement.Length)..].TrimEnd('/'));
    }
}
