using Countersign.Gateway.Tests.Hosting;
using Xunit;
using static Countersign.Gateway.Tests.ForwardAuth.AskedGateway;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>What clients try against the rules behind a proxy, and who may ask at all.</summary>
public sealed class QuestionTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    /// <summary>Fields that a proxy may have passed on as its client wrote them.</summary>
    public static TheoryData<string, string[], string> Conflicts => new()
    {
        { "nginx", Original("/site/a", "X-Forwarded-Uri: /open/a"), "X-Forwarded-Uri" }, // CVE-2026-40575
        { "nginx", Original("/site/a", "X-Forwarded-Method: OPTIONS"), "X-Forwarded-Method" },
        { "nginx", Original("/site/a", "X-Forwarded-Host: other.test"), "X-Forwarded-Host" },
        { "nginx", Original("/site/a", "X-Forwarded-Proto: http"), "X-Forwarded-Proto" },
        { "nginx", Original("/site/a", "Forwarded: for=192.0.2.1"), "Forwarded" },
        { "nginx", Original("/site/a", "X-Original-URL: https://app.test/open/a"), "X-Original-URL" },
        { "nginx", Original("/site/a", "X-Original-URI: /open/a"), "X-Original-URI" },
        { "nginx", Original("/site/a", "X-Rewrite-URL: /open/a"), "X-Rewrite-URL" },
        { "nginx", Original("/site/a", "X-Original-Method: GET"), "X-Original-Method" },
        { "nginx", Original("/site/a", "X-Forwarded-For: 192.0.2.1"), "X-Forwarded-For" },
        { "caddy", Forwarded("/site/a", "X-Forwarded-Uri: /open/a"), "X-Forwarded-Uri" },
        { "caddy", Forwarded("/site/a", "X-Original-URL: https://app.test/open/a"), "X-Original-URL" },
        { "haproxy", Forwarded("/site/a", "Forwarded: for=192.0.2.1"), "Forwarded" },
        { "traefik", Forwarded("/site/a", "X-Forwarded-For: 192.0.2.1"), "X-Forwarded-For" },
        { "traefik", Forwarded("/site/a").Where(line => !line.StartsWith("X-Forwarded-For", StringComparison.Ordinal)).ToArray(), "X-Forwarded-For" },
        { "traefik", [.. Forwarded("/site/a").Where(line => !line.StartsWith("X-Forwarded-For", StringComparison.Ordinal)), "X-Forwarded-For: unknown"], "X-Forwarded-For" },
        { "traefik", Forwarded("/site/a").Where(line => !line.StartsWith("X-Forwarded-Uri", StringComparison.Ordinal)).ToArray(), "X-Forwarded-Uri" },
        { "traefik", Forwarded("open/a"), "target" },
        { "nginx", ["X-Original-Method: GET", "X-Original-URL: https://app.test", "X-Forwarded-For: 198.51.100.7"], "X-Original-URL" },
        { "nginx", ["X-Original-Method: GET", "X-Original-URL: javascript:x", "X-Forwarded-For: 198.51.100.7"], "X-Original-URL" },
        { "nginx", ["X-Original-Method: GET", "X-Original-URL: https://eve@app.test/a", "X-Forwarded-For: 198.51.100.7"], "host" },
        { "nginx", ["X-Original-Method: GET", "X-Original-URL: https:///a", "X-Forwarded-For: 198.51.100.7"], "host" },
    };

    /// <summary>GATEWAY attack cases 2, 3, 5, 6, 7 and 9: a path that two readers read in two ways.</summary>
    public static TheoryData<string, string> Paths => new()
    {
        { "/site/../open/a", "request-ambiguous" }, { "/open/%2e%2e/site/a", "request-ambiguous" }, { "/open/..%2fsite", "request-ambiguous" },
        { "/open//a", "request-ambiguous" }, { "//open/a", "request-ambiguous" }, { "/site/a%23/open/b", "request-ambiguous" }, { "/site/a#/open/b", "request-ambiguous" },
        { "/site/a%5copen", "request-ambiguous" }, { "/site\\open", "request-ambiguous" }, { "/open/a%00", "request-ambiguous" }, { "/open;/a", "request-ambiguous" },
        { "/site/a%252fopen", "request-ambiguous" }, { "/site/a?x=/open/b", "credentials-missing" }, { "/%73ite/a", "credentials-missing" }, { "/opened", "route-not-found" },
        { "/open%zz/a", "request-ambiguous" }, { "/.countersign/login", "route-not-found" }, { "/.Countersign/forward-auth/nginx", "route-not-found" },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task What_was_told_twice_or_not_at_all_is_refused(string dialect, string[] question, string named)
    {
        var reply = await _gateway.GetAsync(Root + dialect, [.. question, Carl]);

        Assert.Equal(dialect == "nginx" ? 403 : 400, reply.Status);
        Assert.Null(reply.Field("X-Forwarded-User"));
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Contains(named, entry.Verdicts[0].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_path_has_one_reading_or_none(string path, string reason)
    {
        var caddy = await _gateway.GetAsync(Root + "caddy", Forwarded(path));
        var asked = await _gateway.GetAsync(Root + "nginx/ask", Original(path));
        var nginx = await _gateway.GetAsync(Root + "nginx/answer", Original(path, "Countersign-Answer: " + asked.Field("Countersign-Answer")));
        var envoy = await _gateway.GetAsync(Root + "envoy" + path.Replace("#", "%23", StringComparison.Ordinal), "Host: app.test", "X-Forwarded-Proto: https", "X-Forwarded-For: 198.51.100.7");

        Assert.Equal(reason, caddy.Reason);
        Assert.Equal(403, asked.Status);
        Assert.Equal(reason, nginx.Reason);
        Assert.Equal(caddy.Status, envoy.Status); // of an encoded NUL the server itself has nothing to say
    }

    [Theory]
    [InlineData("X_Forwarded_User: eve")]
    [InlineData("X.Forwarded.User: eve")]
    [InlineData("X-Forwarded_Groups: admins")]
    [InlineData("X_API_Key: k")]
    [InlineData("Remote_User: eve")]
    [InlineData("Countersign_Assertion: e.e.e")]
    [InlineData("X_Forwarded_Uri: /open/a")]
    public async Task Another_spelling_that_the_proxy_would_pass_on_is_refused(string alias)
    {
        var reply = await _gateway.GetAsync(Root + "caddy", Forwarded("/site/a", alias, Carl));

        Assert.Equal((400, "request-ambiguous"), (reply.Status, reply.Reason));
    }

    [Theory]
    [InlineData("X-Authentik-Anything: eve", 400)]
    [InlineData("OIDC-Claim-Sub: eve", 400)]
    [InlineData("Remote-Anything: eve", 400)]
    [InlineData("Impersonate-Extra-Scopes: eve", 400)]
    [InlineData("X-Authentik-Uid: eve", 200)]
    [InlineData("Cf-Access-Jwt-Assertion: e.e.e", 200)]
    [InlineData("X-Forwarded-Groups: admins", 200)]
    public async Task What_the_proxy_would_not_take_off_is_refused(string field, int status) =>
        Assert.Equal(status, (await _gateway.GetAsync(Root + "caddy", Forwarded("/site/a", field, Carl))).Status);

    [Theory]
    [InlineData("/.countersign/%66orward-auth/caddy")]
    [InlineData("/.countersign/forward%2dauth/caddy")]
    [InlineData("/.countersign/forward-auth/%63addy")]
    public async Task An_address_in_another_spelling_than_the_proxys_own_is_none(string path) =>
        Assert.Equal(404, (await _gateway.GetAsync(path, Forwarded("/site/a", Carl))).Status);

    [Theory]
    [InlineData("User-Agent: kube-probe/1.30")] // CVE-2026-34457
    [InlineData("User-Agent: GoogleHC/1.0")]
    [InlineData("X-Forwarded-User: eve")]
    [InlineData("X-Forwarded-Prefix: /open")] // CVE-2026-35051
    [InlineData("X-HTTP-Method-Override: OPTIONS")]
    [InlineData("X-Real-IP: 192.0.2.1")] // CVE-2023-36456
    [InlineData("Connection: Authorization")]
    public async Task No_field_of_the_client_opens_a_closed_route(string field)
    {
        Assert.Equal(401, (await _gateway.GetAsync(Root + "traefik", Forwarded("/site/a", field))).Status);
        Assert.Equal(403, (await _gateway.GetAsync(Root + "caddy", Forwarded("/near/a", field, Carl))).Status);
    }

    [Fact]
    public async Task Rules_by_network_see_the_client_and_not_the_proxy()
    {
        string[] question = [.. Forwarded("/near/a", Carl).Where(line => !line.StartsWith("X-Forwarded-For", StringComparison.Ordinal))];

        Assert.Equal(200, (await _gateway.GetAsync(Root + "caddy", [.. question, "X-Forwarded-For: 192.0.2.9"])).Status);
        Assert.Equal(200, (await _gateway.GetAsync(Root + "caddy", [.. question, "X-Forwarded-For: 203.0.113.5, 192.0.2.9, 10.1.1.1"])).Status);
        Assert.Equal(403, (await _gateway.GetAsync(Root + "caddy", [.. question, "X-Forwarded-For: 192.0.2.9, 203.0.113.5"])).Status);
    }

    [Fact]
    public async Task Transport_and_host_are_the_clients()
    {
        string[] Told(string proto, string host) => ["X-Forwarded-Method: GET", "X-Forwarded-Uri: /", $"X-Forwarded-Proto: {proto}", $"X-Forwarded-Host: {host}", "X-Forwarded-For: 198.51.100.7", Carl];

        Assert.Equal(200, (await _gateway.GetAsync(Root + "traefik", Told("https", "OTHER.test:8443"))).Status);
        Assert.Equal(200, (await _gateway.GetAsync(Root + "traefik", Told("wss", "other.test"))).Status);
        Assert.Equal("cleartext-transport", (await _gateway.GetAsync(Root + "traefik", Told("http", "other.test"))).Reason);
        Assert.Equal(404, (await _gateway.GetAsync(Root + "traefik", Told("https", "app.test"))).Status);
        Assert.Equal(400, (await _gateway.GetAsync(Root + "traefik", Told("HTTPS, http", "other.test"))).Status);
    }

    [Fact]
    public async Task Content_that_the_proxy_keeps_is_not_taken_for_empty()
    {
        var challenge = Credential.ChallengeOf(await _gateway.GetAsync(Root + "caddy", Forwarded("/whole/a")));
        var answer = Credential.Digest(challenge, "/whole/a", content: "");

        var reply = await _gateway.GetAsync(Root + "caddy", Forwarded("/whole/a", answer));

        Assert.Equal((400, "request-ambiguous"), (reply.Status, reply.Reason));
    }

    [Fact]
    public async Task Digest_is_judged_by_the_described_request_and_its_info_goes_back()
    {
        var challenge = Credential.ChallengeOf(await _gateway.GetAsync(Root + "caddy", Forwarded("/devices/a")));
        var answer = Credential.Digest(challenge, "/devices/a");

        var reply = await _gateway.GetAsync(Root + "caddy", Forwarded("/devices/a", answer));

        Assert.Equal((200, "sensor1"), (reply.Status, reply.Field("X-Forwarded-User")));
        Assert.Contains("rspauth=", reply.Field("Authentication-Info"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_are_told_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml.Replace("127.0.0.1, ", "", StringComparison.Ordinal));
        var reply = await gateway.GetAsync(Root + "traefik", Forwarded("/open/a"));
        var nowhere = await gateway.GetAsync(Root + "nothing");

        Assert.Equal((403, "network-not-allowed"), (reply.Status, reply.Reason));
        Assert.Equal((403, "network-not-allowed"), (nowhere.Status, nowhere.Reason));
        Assert.Null(reply.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task Nobody_asks_where_nothing_is_configured()
    {
        await using var gateway = await RunningGateway.StartAsync("routes: [{ name: all, access: public, upstream: UPSTREAM }]");

        Assert.Equal(404, (await gateway.GetAsync(Root + "traefik", Forwarded("/open/a"))).Status);
    }

    [Fact]
    public async Task Dialects_that_are_not_configured_have_no_address()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml.Replace("10.0.0.0/8]", "10.0.0.0/8], dialects: [nginx]", StringComparison.Ordinal));

        Assert.Equal(404, (await gateway.GetAsync(Root + "traefik", Forwarded("/open/a"))).Status);
        Assert.Equal(200, (await gateway.GetAsync(Root + "nginx", Original("/open/a"))).Status);
        Assert.Equal(404, (await gateway.GetAsync(Root + "nginx/other", Original("/open/a"))).Status);
    }
}
