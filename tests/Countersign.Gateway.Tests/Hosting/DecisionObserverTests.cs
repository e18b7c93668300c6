using System.Collections.Concurrent;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Whoever looks on sees what is counted.</summary>
public sealed class DecisionObserverTests
{
    private const string Yaml = """
        schemes:
          keys: { type: api-key }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys] }, upstream: UPSTREAM }
        """;

    [Fact]
    public async Task Every_decision_is_seen_while_somebody_looks_on_and_none_after()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var seen = new Seen();
        gateway.Host.Telemetry.Observer = seen;
        var key = gateway.Host.Services.Keys.Create("till").Key.Reveal();

        Assert.Equal(200, (await gateway.GetAsync("/open/a")).Status);
        Assert.True(await Eventually.UntilAsync(async () => (await gateway.GetAsync("/api/b", $"X-API-Key: {key}")).Status, status => status == 200) == 200);
        await gateway.GetAsync("/api/c");
        await gateway.GetAsync("/nowhere");
        await gateway.RawAsync("GET / HTTP/1.1\r\n\r\n");

        Assert.True(await Eventually.IsSoAsync(() => seen.All.Contains("refused request-ambiguous (unreadable)")));
        Assert.Contains("admitted open  /open/a", seen.All);
        Assert.Contains("admitted api keys /api/b", seen.All);
        Assert.Contains("refused credentials-missing /api/c", seen.All);
        Assert.Contains("refused route-not-found /nowhere", seen.All);

        gateway.Host.Telemetry.Observer = null;
        seen.All.Clear();
        await gateway.GetAsync("/open/a");
        await gateway.GetAsync("/nowhere");
        Assert.Empty(seen.All);
    }

    private sealed class Seen : IDecisionObserver
    {
        public ConcurrentQueue<string> All { get; } = [];

        public void Admitted(string route, string? scheme, string? subject, HttpRequestFacts facts) => All.Enqueue($"admitted {route} {scheme} {facts.Canonical.Path}");

        public void Refused(JournalEntry entry) => All.Enqueue($"refused {entry.Refusal.Row().Slug} {entry.Path}");
    }
}
