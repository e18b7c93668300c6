using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>The proxies before the gateway: what they tell of the client holds everywhere, and the same from a stranger nowhere.</summary>
public sealed class TrustedProxiesTests
{
    private const string Routes = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd }
        routes:
          - { name: inner, match: { host: inner.example.org }, access: public, upstream: UPSTREAM }
          - { name: near, match: { path: /near/** }, access: { any-of: [staff], networks: [192.0.2.0/24] }, upstream: UPSTREAM }
          - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private const string Trusted = "trusted-proxies: [127.0.0.0/8, 10.0.0.0/8]\n" + Routes;
    private const string Stranger = "trusted-proxies: [10.0.0.0/8]\n" + Routes;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");
    private static readonly string[] Claims = ["X-Forwarded-For: 192.0.2.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: inner.example.org"];

    [Fact]
    public async Task A_trusted_proxy_speaks_for_its_client()
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        Assert.Equal(200, (await gateway.GetAsync("/a", Claims)).Status);

        var last = gateway.Upstream.Last;
        Assert.Equal("192.0.2.9, 127.0.0.1", last.Field("X-Forwarded-For"));
        Assert.Equal(("https", "inner.example.org"), (last.Field("X-Forwarded-Proto"), last.Field("X-Forwarded-Host")));
    }

    [Fact]
    public async Task A_stranger_that_says_the_same_speaks_for_nobody()
    {
        await using var gateway = await RunningGateway.StartAsync(Stranger);

        var reply = await gateway.GetAsync("/near/a", [.. Claims, Carl]);

        // Neither the host of the open route, nor the network, nor TLS was believed.
        Assert.Equal(("near", "network-not-allowed"), ((await gateway.JournalAsync(reply.Reference)).Route, reply.Reason));
        Assert.Equal(403, (await gateway.GetAsync("/a", [.. Claims, Carl])).Status);
        Assert.Empty(gateway.Upstream.All);
    }

    [Theory]
    [InlineData(Trusted, "192.0.2.9", "https", "outer.example.org")]
    [InlineData(Stranger, "127.0.0.1", "http", "gateway.test")]
    public async Task Journal_and_log_name_the_client_that_was_believed(string yaml, string client, string scheme, string host)
    {
        await using var gateway = await RunningGateway.StartAsync(yaml);

        var reply = await gateway.GetAsync(
            "/a", "X-Forwarded-For: 192.0.2.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: outer.example.org", Credential.Basic("carl", "wrong"));

        var entry = await gateway.JournalAsync(reply.Reference);
        Assert.Equal((client, scheme, host), (entry.ClientAddress, entry.UrlScheme, entry.Authority));
        var line = await gateway.Log.FindAsync(reply.Reference, TestContext.Current.CancellationToken);
        Assert.Equal((client, host), (line.GetProperty("client").GetString(), line.GetProperty("host").GetString()));
    }

    [Theory]
    [InlineData("192.0.2.9", 200)]
    [InlineData("192.0.2.9, 10.1.1.1", 200)]
    [InlineData("198.51.100.7, 192.0.2.9", 200)]
    [InlineData("192.0.2.9, 198.51.100.7", 403)] // the nearest address that is no proxy's is the client
    [InlineData("192.0.2.9, unknown", 403)]
    [InlineData("192.0.2.9, 198.51.100.7, 10.1.1.1", 403)]
    public async Task A_rule_for_networks_takes_the_nearest_address_that_is_no_proxy(string chain, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        var reply = await gateway.GetAsync("/near/a", "X-Forwarded-For: " + chain, "X-Forwarded-Proto: https", Carl);

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("https", 200)]
    [InlineData("http", 403)]
    [InlineData("https, http", 403)]
    public async Task Credentials_that_need_TLS_are_taken_when_a_trusted_proxy_had_it(string proto, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        Assert.Equal(status, (await gateway.GetAsync("/a", "X-Forwarded-Proto: " + proto, Carl)).Status);
    }

    [Fact]
    public async Task Forwarded_tells_the_same_and_reaches_no_upstream()
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        var reply = await gateway.GetAsync("/near/a", "Forwarded: for=192.0.2.9;proto=https;host=outer.example.org", Carl);

        var last = gateway.Upstream.Last;
        Assert.Equal(200, reply.Status);
        Assert.Null(last.Field("Forwarded"));
        Assert.Equal(
            ("192.0.2.9, 127.0.0.1", "https", "outer.example.org"), (last.Field("X-Forwarded-For"), last.Field("X-Forwarded-Proto"), last.Field("X-Forwarded-Host")));
    }
}
