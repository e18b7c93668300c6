using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Explaining;

public sealed class JournalEntriesTests
{
    [Fact]
    public async Task A_stranger_adds_little_to_the_journal_with_one_request_however_much_it_says()
    {
        await using var gateway = await RunningGateway.StartAsync("routes:\n  - { name: all, access: deny }\n");

        var wordy = new string('A', 7_000);
        var method = await gateway.AskAsync(wordy, "/");
        var path = await gateway.GetAsync("/" + wordy);
        var host = await gateway.GetAsync("/", "Host: " + new string('a', 30_000));
        var field = await gateway.GetAsync("/", wordy + ": \u0001");
        var entries = await Task.WhenAll(new[] { method, path, host, field }.Select(reply => gateway.JournalAsync(reply.Reference)));

        Assert.Equal((64, 2048, 261), (entries[0].Method.Length, entries[1].Path.Length, entries[2].Authority.Length));
        Assert.All(entries, entry => Assert.InRange(entry.ToString().Length + entry.Verdicts.Sum(verdict => verdict.Evidence!.Length), 0, 3_000));
    }
}
