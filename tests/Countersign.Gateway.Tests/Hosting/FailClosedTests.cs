using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Published attacks on other gateways' credentials, caches and files, against ours.</summary>
public sealed class FailClosedTests
{
    private const string Yaml = """
        limits: { attempts-per-name: 2 }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          fragile: { type: basic, realm: Fragile, htpasswd: fragile.htpasswd, allow-cleartext: true }
        routes:
          - { name: some, match: { path: /some/** }, access: { any-of: [staff], users: [nobody] }, upstream: UPSTREAM }
          - { name: fragile, match: { path: /fragile/** }, access: { any-of: [fragile] }, upstream: UPSTREAM }
          - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");

    [Fact] // GHSA-4mr2-fg2p-w63c
    public async Task A_file_that_is_gone_closes_the_route_even_to_those_it_let_in()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        Assert.Equal(200, (await gateway.GetAsync("/fragile/a", Carl)).Status);

        File.Delete(Path.Combine(gateway.Files.Folder, "fragile.htpasswd"));
        var stranger = 0;
        await Eventually.UntilAsync(() => gateway.GetAsync("/fragile/a", Credential.Basic($"stranger-{stranger++}", "x")), reply => reply.Status == 503, pause: 0.25);

        Assert.Equal(503, (await gateway.GetAsync("/fragile/a", Carl)).Status);
        Assert.Equal(401, (await gateway.GetAsync("/fragile/a")).Status);
        Assert.Single(gateway.Upstream.All);
    }

    [Fact]
    public async Task An_outage_of_ours_costs_clients_nothing_of_their_refusals()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml.Replace("attempts-per-name: 2", "refusals-per-minute: 1", StringComparison.Ordinal));
        File.Delete(Path.Combine(gateway.Files.Folder, "fragile.htpasswd"));
        await Eventually.UntilAsync(() => gateway.GetAsync("/fragile/a", Carl), reply => reply.Status == 503, pause: 0.25);

        var again = await gateway.GetAsync("/fragile/a", Carl);

        Assert.Equal((503, Refusal.ProtectionUnavailable.Row().Slug), (again.Status, again.Reason));
        Assert.Equal(200, (await gateway.GetAsync("/a", Carl)).Status);
    }

    [Fact] // CVE-2021-32701, GHSA-4mq7-pvjg-xp2r
    public async Task What_one_route_learnt_opens_no_other()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        Assert.Equal(200, (await gateway.GetAsync("/a", Carl)).Status);
        Assert.Equal(403, (await gateway.GetAsync("/some/a", Carl)).Status);
    }

    [Theory] // GHSA-6765-c87h-8mrf
    [InlineData("car", "lsha1-user")]
    [InlineData("carls", "ha1-user")]
    [InlineData("nobody", "sha1-user")]
    [InlineData("carl", "sha1-user{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=")]
    public async Task A_remembered_password_is_nobody_elses(string user, string password)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        Assert.Equal(200, (await gateway.GetAsync("/a", Carl)).Status);

        Assert.Equal(401, (await gateway.GetAsync("/a", Credential.Basic(user, password))).Status);
    }

    [Fact] // CVE-2026-47203
    public async Task Spellings_of_a_name_share_one_count()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        foreach (var name in new[] { "John", "JOHN" })
            Assert.Equal(401, (await gateway.GetAsync("/a", Credential.Basic(name, "wrong"))).Status);

        var reply = await gateway.GetAsync("/a", Credential.Basic("john", "wrong"));

        Assert.Equal((429, Refusal.TooManyAttempts.Row().Slug), (reply.Status, reply.Reason));
        Assert.Empty(gateway.Upstream.All);
    }

    [Theory]
    [InlineData("Authorization:")]
    [InlineData("Authorization: Basic")]
    [InlineData("Authorization: Basic ====")]
    [InlineData("Authorization: Basic Og==")]
    [InlineData("Authorization: Basic 77++Ong=")] // U+FFFE, a colon, x
    [InlineData("Authorization: basic  Y2FybDp3cm9uZw==")]
    [InlineData("Authorization: Digest realm=\"a\", realm=\"b\"")]
    [InlineData("Authorization: \u00ff\u00fe")]
    [InlineData("Proxy-Authorization: Basic Y2FybDpzaGExLXVzZXI=")]
    [InlineData("Cookie: session=\u0080; ;;=")]
    public async Task Odd_credentials_open_nothing(string field)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        Assert.InRange((await gateway.GetAsync("/a", field)).Status, 400, 401);
        Assert.Empty(gateway.Upstream.All);
    }
}
