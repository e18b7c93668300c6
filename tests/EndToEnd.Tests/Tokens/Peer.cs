using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>A script of the folder Peers as a process of its own: it takes commands as lines of JSON and answers each.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers");

    private readonly string _script;
    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _open = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private int _last;

    private Peer(string script, Process process)
    {
        (_script, _process) = (script, process);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a script; the test that needs it is skipped where Node or the packages are not installed.</summary>
    /// <param name="script">Its file.</param>
    /// <param name="authority">A PEM file of an authority that it trusts beside the known ones.</param>
    public static Peer Start(string script, string? authority = null)
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);
        Programs.Need(node ?? "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "jose")), "The npm packages of Peers are not installed");
        return new(script, Programs.Start("env", $"NODE_EXTRA_CA_CERTS={authority}", node!, Path.Combine(Folder, script)));
    }

    /// <summary>The answer to a command.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message is its own.</exception>
    public async Task<JsonElement> AskAsync(string command, object? parameters = null)
    {
        var line = parameters is null ? [] : JsonSerializer.SerializeToNode(parameters, JsonSerializerOptions.Web)!.AsObject();
        var id = Interlocked.Increment(ref _last);
        (line["id"], line["do"]) = (id, command);
        var answer = _open.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_process)
        {
            _process.StandardInput.WriteLine(line.ToJsonString());
            _process.StandardInput.Flush();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            foreach (var open in _open.Values)
                open.TrySetException(new InvalidOperationException($"{_script} ended:\n{string.Join('\n', _errors)}"));
            return;
        }

        var said = JsonDocument.Parse(line).RootElement;
        if (!_open.TryRemove(said.GetProperty("id").GetInt32(), out var asked))
            return;
        if (said.TryGetProperty("error", out var error))
            asked.SetException(new InvalidOperationException($"{_script}: {error.GetString()}"));
        else
            asked.SetResult(said.GetProperty("answer"));
    }
}
