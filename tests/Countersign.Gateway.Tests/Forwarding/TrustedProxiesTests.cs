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
          - { name: open, match: { host: open.example.org }, access: public, upstream: { urls: UPSTREAM, preserve-host: true } }
          - { name: kept, match: { host: kept.example.org }, access: { any-of: [staff] }, upstream: { urls: UPSTREAM, preserve-host: true } }
          - { name: own, match: { path: /own/** }, access: { any-of: [staff], networks: [127.0.0.0/8] }, upstream: UPSTREAM }
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
        var line = await gateway.Log.FindAsync(reply.Reference);
        Assert.Equal((client, host), (line.GetProperty("client").GetString(), line.GetProperty("host").GetString()));
    }

    [Theory]
    [InlineData("192.0.2.9", 200)]
    [InlineData("192.0.2.9, 10.1.1.1", 200)]
    [InlineData("198.51.100.7, 192.0.2.9", 200)]
    [InlineData("192.0.2.9, 198.51.100.7", 403)] // the nearest address that is no proxy's is the client
    [InlineData("192.0.2.9, unknown", 403)]
    [InlineData("192.0.2.9, 198.51.100.7, 10.1.1.1", 403)]
    [InlineData("192.0.2.9:51234", 200)]
    [InlineData("::ffff:192.0.2.9", 200)]
    [InlineData("[::ffff:192.0.2.9]:51234", 200)]
    [InlineData("192.0.2.9, [::ffff:10.1.1.1]:51234", 200)]
    [InlineData("::ffff:198.51.100.7", 403)]
    [InlineData("192.0.2.9:port", 403)]
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

    [Theory]
    [InlineData("X-Forwarded-For: unknown")]                // Squid
    [InlineData("X-Forwarded-For:")]
    [InlineData("X-Forwarded-For: unknown, 127.0.0.2")]
    [InlineData("Forwarded: for=_x;proto=https")]           // RFC 7239 §6.3
    [InlineData("Forwarded: proto=https")]
    [InlineData("Forwarded: for=unknown, for=127.0.0.2")]
    [InlineData("X-Other: of transport and host alone it tells")]
    public async Task A_client_that_a_proxy_hides_is_not_in_the_proxys_network(string field)
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted.Replace("htpasswd: quick.htpasswd", "htpasswd: quick.htpasswd, allow-cleartext: true", StringComparison.Ordinal));

        var hidden = await gateway.GetAsync("/own/a", field, "X-Forwarded-Proto: https", Carl);
        var proxy = await gateway.GetAsync("/own/a", Carl);

        Assert.Equal((403, "network-not-allowed"), (hidden.Status, hidden.Reason));
        Assert.Equal("255.255.255.255", (await gateway.JournalAsync(hidden.Reference)).ClientAddress);
        Assert.Equal(200, proxy.Status);
    }

    [Theory]
    [InlineData("host=open.example.org")]
    [InlineData("proto=https;host=open.example.org")]
    [InlineData("proto=https;host=kept.example.org")]
    public async Task A_client_that_adds_the_other_kind_of_field_chooses_neither_host_nor_transport(string parameters)
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        var reply = await gateway.GetAsync(
            "/a",
            "Host: kept.example.org",
            "X-Forwarded-For: 203.0.113.5",
            "X-Forwarded-Host: kept.example.org",
            "X-Forwarded-Proto: http",
            "Forwarded: for=203.0.113.5;" + parameters,
            Carl);

        Assert.Equal((403, "cleartext-transport"), (reply.Status, reply.Reason));
        Assert.Equal("kept", (await gateway.JournalAsync(reply.Reference)).Route);
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task A_preserved_host_is_the_one_that_was_matched()
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        var reply = await gateway.GetAsync("/a", "Host: kept.example.org", "X-Forwarded-For: 192.0.2.9", "X-Forwarded-Host: open.example.org");

        var last = gateway.Upstream.Last;
        Assert.Equal(200, reply.Status);
        Assert.Equal(("open.example.org", "open.example.org"), (last.Field("Host"), last.Field("X-Forwarded-Host")));
    }

    [Theory]
    [InlineData("open.example.org:b:c")]
    [InlineData("open..example.org")]
    [InlineData("open.example.org..")]
    [InlineData("open.example.org:99999")]
    public async Task A_host_that_is_none_is_not_passed_on_beside_another(string host)
    {
        await using var gateway = await RunningGateway.StartAsync(Trusted);

        var reply = await gateway.GetAsync("/a", "Host: open.example.org", "X-Forwarded-For: 192.0.2.9", "X-Forwarded-Host: " + host);

        var last = gateway.Upstream.Last;
        Assert.Equal(200, reply.Status);
        Assert.Equal(("open.example.org", "open.example.org"), (last.Field("Host"), last.Field("X-Forwarded-Host")));
    }
}
