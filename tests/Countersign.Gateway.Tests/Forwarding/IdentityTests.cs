using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>What the upstream is told of the client, and what a client can't tell it.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: api, header: X-API-Key }
        routes:
          - { name: open, match: { path: /open/** }, access: public, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: quiet, match: { path: /quiet/** }, access: public, authorization: consume, upstream: UPSTREAM }
          - { name: passing, match: { path: /passing/** }, access: { any-of: [staff] }, authorization: forward, upstream: UPSTREAM }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys] }, upstream: UPSTREAM }
          - { name: staff, match: { path: /** }, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory] // CVE-2025-64484, CVE-2026-54763, CVE-2026-39858, CVE-2026-52845, the dot alias of 2026-09, CVE-2026-33433
    [InlineData("X-Forwarded-User")]
    [InlineData("x-forwarded-user")]
    [InlineData("X_Forwarded_User")]
    [InlineData("X.Forwarded.User")]
    [InlineData("X-Forwarded_User")]
    [InlineData("X-Forwarded-Groups")]
    [InlineData("X_Forwarded_Email")]
    [InlineData("Remote-User")]
    [InlineData("X-Remote-User")]
    [InlineData("X-Auth-Request-User")]
    public async Task A_client_names_itself_to_no_upstream(string name)
    {
        Assert.Equal(200, (await _gateway.GetAsync("/open/a", $"{name}: root")).Status);
        Assert.Null(_gateway.Upstream.Last.Field(name));

        Assert.Equal(200, (await _gateway.GetAsync("/a", $"{name}: root", Carl)).Status);
        Assert.DoesNotContain(_gateway.Upstream.Last.Fields, field => field.Value.Contains("root", StringComparison.Ordinal));
        Assert.Equal("carl", _gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Fact] // CVE-2025-48865
    public async Task Connection_can_not_take_the_identity_away()
    {
        await _gateway.RawAsync($"GET /a HTTP/1.1\r\nHost: gateway.test\r\nConnection: close, X-Forwarded-User, X-Forwarded-For\r\n{Carl}\r\n\r\n");

        Assert.Equal("carl", _gateway.Upstream.Last.Field("X-Forwarded-User"));
        Assert.Equal("127.0.0.1", _gateway.Upstream.Last.Field("X-Forwarded-For"));
    }

    [Fact]
    public async Task Fields_that_Connection_lists_stay_on_their_hop()
    {
        // Alone: beside close the server keeps nothing but close of the list.
        await _gateway.RawAsync(
            "GET /open/a HTTP/1.1\r\nHost: gateway.test\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-Kept: 2\r\n\r\n"
            + RunningGateway.Written("GET", "/open/b"));

        var first = _gateway.Upstream.All.First();
        Assert.Null(first.Field("X-Hop"));
        Assert.Equal("2", first.Field("X-Kept"));
    }

    [Fact] // CVE-2026-35051, GHSA-vhr5-ggp3-qq85, CVE-2023-36456, CVE-2024-21498
    public async Task Forwarding_fields_of_strangers_are_made_anew()
    {
        await _gateway.GetAsync(
            "/open/a", "X-Forwarded-For: 192.0.2.9", "X-Real-IP: 192.0.2.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example",
            "X-Forwarded-Prefix: /admin", "X_Forwarded_Proto: https", "X-Forwarded-Uri: /open/b", "X-Original-URL: /admin", "Forwarded: for=192.0.2.9");

        var last = _gateway.Upstream.Last;
        Assert.Equal(("127.0.0.1", "http", "gateway.test"), (last.Field("X-Forwarded-For"), last.Field("X-Forwarded-Proto"), last.Field("X-Forwarded-Host")));
        Assert.All(["X-Forwarded-Prefix", "X_Forwarded_Proto", "X-Forwarded-Uri", "X-Original-URL"], name => Assert.Null(last.Field(name)));
        Assert.DoesNotContain(last.Fields, field => field.Value.Contains("192.0.2.9", StringComparison.Ordinal));
    }

    [Fact] // mod_auth_openidc 2026
    public async Task A_preflight_brings_no_identity_and_reaches_no_upstream()
    {
        var reply = await _gateway.AskAsync(
            "OPTIONS", "/open/a", "Origin: https://app.example.org", "Access-Control-Request-Method: GET", "X-Forwarded-User: root");

        Assert.Equal(204, reply.Status);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData("/quiet/a")]
    [InlineData("/a")]
    public async Task A_preflight_is_refused_where_the_route_names_no_origins(string target)
    {
        var reply = await _gateway.AskAsync("OPTIONS", target, "Origin: https://app.example.org", "Access-Control-Request-Method: GET", Carl);

        Assert.Equal((403, "origin-not-allowed"), (reply.Status, reply.Reason));
        Assert.Empty(reply.Challenges);
        Assert.DoesNotContain(reply.Fields, field => field.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(_gateway.Upstream.All);
        Assert.Equal(200, (await _gateway.AskAsync("OPTIONS", target, Carl)).Status);
    }

    [Fact]
    public async Task Credentials_that_the_gateway_judged_stay_with_it()
    {
        await _gateway.GetAsync("/a", Carl, "Proxy-Authorization: Basic eDp5");

        Assert.Null(_gateway.Upstream.Last.Field("Authorization"));
        Assert.Null(_gateway.Upstream.Last.Field("Proxy-Authorization"));
    }

    [Theory]
    [InlineData("/passing/a", true)]
    [InlineData("/open/a", true)]
    [InlineData("/quiet/a", false)]
    public async Task Authorization_is_passed_on_where_the_route_says_so(string target, bool passes)
    {
        await _gateway.GetAsync(target, Carl);

        Assert.Equal(passes, _gateway.Upstream.Last.Field("Authorization") is not null);
    }

    [Fact]
    public async Task The_key_field_stays_with_the_gateway_on_every_route()
    {
        var key = _gateway.Host.Services.Keys.Create("k").Key.Reveal();
        Assert.Equal(200, (await _gateway.GetAsync("/api/a", "X-API-Key: " + key)).Status);
        Assert.Null(_gateway.Upstream.Last.Field("X-API-Key"));
        Assert.NotNull(_gateway.Upstream.Last.Field("X-Forwarded-User"));

        Assert.Equal(200, (await _gateway.GetAsync("/open/a", "X-API-Key: " + key)).Status);
        Assert.Null(_gateway.Upstream.Last.Field("X-API-Key"));
    }

    [Theory]
    [InlineData("X_API_Key")]
    [InlineData("X.API.Key")]
    [InlineData("x-api_key")]
    [InlineData("XAPIKey")]
    [InlineData("X-API-Key-")]
    [InlineData("Authorization_")]
    [InlineData("_Authorization")]
    [InlineData("Proxy_Authorization")]
    public async Task An_alias_of_a_credential_field_opens_nothing_and_reaches_no_upstream(string alias)
    {
        var key = _gateway.Host.Services.Keys.Create("k").Key.Reveal();
        Assert.Equal(401, (await _gateway.GetAsync("/api/a", $"{alias}: {key}")).Status);
        Assert.Empty(_gateway.Upstream.All);

        foreach (var (target, status) in new[] { ("/open/a", 200), ("/quiet/a", 200), ("/passing/a", 200), ("/a", 200) })
        {
            Assert.Equal(status, (await _gateway.GetAsync(target, Carl, $"{alias}: {key}")).Status);
            Assert.DoesNotContain(_gateway.Upstream.Last.Fields, field => field.Value.Contains(key, StringComparison.Ordinal));
        }
    }
}
