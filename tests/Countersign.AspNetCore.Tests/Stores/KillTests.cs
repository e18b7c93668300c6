using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>A process that writes without end is killed (SIGKILL); what it had acknowledged must be there.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryStore _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Loses_no_acknowledged_user_or_key_and_of_the_journal_its_last_moment_at_most()
    {
        for (var round = 0; round < 3; round++)
        {
            var (acknowledged, killed) = await WriteUntilKilled(TimeSpan.FromSeconds(2.5));
            using var store = Store.Open(_file.Name);
            var keys = new ApiKeyStore(store).List().ToDictionary(key => key.Id, StringComparer.Ordinal);
            var users = new UserStore(store);
            var journal = new StoredJournal(store);

            Assert.Contains(acknowledged, line => line.What == "revoked");
            Assert.Contains(acknowledged, line => line.What == "refusal" && IsOld(line));
            Assert.All(acknowledged, line => Assert.True(
                line.What switch
                {
                    "key" => keys.ContainsKey(line.Id),
                    "user" => users.Find(line.Id) is not null,
                    "revoked" => keys[line.Id].Revoked is not null,
                    _ => !IsOld(line) || journal.Find(line.Id) is not null,
                },
                $"{line.What} {line.Id} of round {round} is lost"));

            // A second until the batch is taken, and some time to write it on a busy machine.
            bool IsOld(Line line) => Stopwatch.GetElapsedTime(line.At, killed) > TimeSpan.FromSeconds(1.8);
        }
    }

    [Fact]
    public async Task Loses_no_acknowledged_session_and_no_end_of_one()
    {
        var (acknowledged, _) = await WriteUntilKilled(TimeSpan.FromSeconds(1), "sessions");
        var begun = _file.Texts("SELECT handle FROM sessions").ToHashSet(StringComparer.Ordinal);
        var ended = _file.Texts("SELECT handle FROM sessions WHERE ended_by = 'signed-out'").ToHashSet(StringComparer.Ordinal);

        Assert.Contains(acknowledged, line => line.What == "ended");
        Assert.All(acknowledged, line => Assert.Contains(line.Id, line.What == "ended" ? ended : begun));
    }

    private async Task<(List<Line> Acknowledged, long Killed)> WriteUntilKilled(TimeSpan life, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Countersign.StoreCrasher.dll"));
        start.ArgumentList.Add(_file.Name);
        foreach (var argument in more)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var lines = new ConcurrentQueue<Line>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } text)
            {
                // The last line may be cut off by the kill.
                if (text.Split(' ') is [var what, { Length: 8 or 16 } id])
                    lines.Enqueue(new(what, id, Stopwatch.GetTimestamp()));
                first.TrySetResult();
            }

            first.TrySetResult();
        });

        try
        {
            await first.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await Task.Delay(life, TestContext.Current.CancellationToken);
            Assert.False(process.HasExited, "The writing process ended by itself.");
        }
        finally
        {
            process.Kill();
        }

        var killed = Stopwatch.GetTimestamp();
        await reading;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return ([.. lines], killed);
    }

    private sealed record Line(string What, string Id, long At);
}
