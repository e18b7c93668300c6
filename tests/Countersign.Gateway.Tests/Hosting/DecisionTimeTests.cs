using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class DecisionTimeTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    [Fact]
    public async Task Decisions_are_timed_route_by_route()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        await gateway.GetAsync("/reports", Credential.Basic("carl", "sha1-user"));
        await gateway.GetAsync("/reports", Credential.Basic("carl", "wrong"));
        await gateway.GetAsync("/reports");
        await gateway.GetAsync("/open/a");
        var samples = (await gateway.MetricsAsync()).Split('\n');

        const string Name = "countersign_gateway_decision_duration_seconds";
        Assert.Contains($"# TYPE {Name} histogram", samples);
        Assert.Contains($"{Name}_count{{http_route=\"staff\"}} 3", samples);
        Assert.Contains($"{Name}_bucket{{http_route=\"staff\",le=\"+Inf\"}} 3", samples);
        Assert.Contains($"{Name}_count{{http_route=\"open\"}} 1", samples);
        Assert.DoesNotContain($"{Name}_sum{{http_route=\"staff\"}} 0", samples);
    }
}
