using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Tokens.Keys;
using Countersign.Wire;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Bearer tokens at a running gateway: whose are taken, what they open, and how they are refused.</summary>
public sealed class BearerTests : IAsyncLifetime
{
    private const string Partner = "urn:partner";

    private static readonly SigningKey PartnerKey = AccessToken.NewKey("p1");

    private TokenIssuer _issuer = null!;
    private RunningGateway _gateway = null!;

    private string Yaml => $$"""
        schemes:
          tokens:
            type: bearer
            realm: Tokens
            allow-cleartext: true
            issuers:
              - { issuer: "{{_issuer.Url}}", audiences: [api, backend], claims: { tenant: [blue, green] }, required-claims: [sub, tenant] }
              - { issuer: "{{Partner}}", keys: partner.jwks, audiences: any, types: [JWT], name-claim: client_id, groups-claim: realm.teams }
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: api }
        routes:
          - { name: mixed, match: { path: /mixed/** }, access: { any-of: [tokens, staff, keys] }, upstream: UPSTREAM }
          - { name: scoped, match: { path: /scoped/** }, access: { any-of: [tokens], scopes: [read, write] }, upstream: UPSTREAM }
          - { name: people, match: { path: /people/** }, access: { any-of: [tokens], groups: [ops], roles: [admin], claims: { region: [eu] } }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [tokens], acr: [gold], max-age: 5m }, upstream: UPSTREAM }
          - { name: all, access: { any-of: [tokens] }, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }

        """;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _gateway = await RunningGateway.StartAsync(Yaml, files: [("partner.jwks", JwkWriter.WriteSet([PartnerKey.Verifier]))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Each_issuers_tokens_count_by_its_own_rules_and_keys()
    {
        Assert.Equal(200, await StatusAsync("/a", Token()));
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));
        Assert.Equal(200, await StatusAsync("/a", PartnerToken(claims => claims["realm"] = new JsonObject { ["teams"] = new JsonArray("x", "y") })));
        Assert.Equal(("app", "x,y"), (_gateway.Upstream.Last.Field("X-Forwarded-User"), _gateway.Upstream.Last.Field("X-Forwarded-Groups")));

        Assert.Equal(401, await StatusAsync("/a", AccessToken.Write(Partner, _issuer.Key, type: "JWT")));
        Assert.Equal(401, await StatusAsync("/a", AccessToken.Write(_issuer.Url, PartnerKey, claims => claims["tenant"] = "blue")));
        Assert.Equal(401, await StatusAsync("/a", AccessToken.Write("https://third.example", PartnerKey)));
    }

    [Theory]
    [InlineData("aud", "backend", 200)]
    [InlineData("aud", "API", 401)]
    [InlineData("aud", null, 401)]
    [InlineData("tenant", "green", 200)]
    [InlineData("tenant", "red", 401)]
    [InlineData("tenant", null, 401)]
    [InlineData("sub", null, 401)]
    [InlineData("exp", null, 401)]
    public async Task Audience_and_claims_have_to_be_as_the_issuers_rules_say(string claim, string? value, int status) =>
        Assert.Equal(status, await StatusAsync("/a", Token(claims => Set(claims, claim, value))));

    [Theory]
    [InlineData("at+jwt", 200)]
    [InlineData("application/at+jwt", 200)]
    [InlineData("AT+JWT", 200)]
    [InlineData("JWT", 401)]
    [InlineData(null, 401)]
    public async Task An_ID_token_is_no_access_token(string? type, int status) =>
        Assert.Equal(status, await StatusAsync("/a", AccessToken.Write(_issuer.Url, _issuer.Key, claims => claims["tenant"] = "blue", type)));

    [Fact]
    public async Task A_list_of_audiences_suffices_with_one_that_is_meant() =>
        Assert.Equal(200, await StatusAsync("/a", Token(claims => claims["aud"] = new JsonArray("elsewhere", "api"))));

    [Theory]
    [InlineData(null, "Bearer Basic ApiKey", null, "credentials-missing")]
    [InlineData("Authorization: Bearer", "Bearer Basic ApiKey", null, "scheme-not-offered")]
    [InlineData("Authorization: Bearer abc", "Bearer Basic ApiKey", "invalid_token", "bearer-token-invalid")]
    [InlineData("Authorization: Basic Y2FybDp3cm9uZw==", "Bearer Basic ApiKey", null, "basic-wrong-password")]
    [InlineData("X-API-Key: short", "Bearer Basic ApiKey", null, "api-key-unknown")]
    [InlineData("Authorization: Digest a=\"b\"", "Bearer Basic ApiKey", null, "scheme-not-offered")]
    public async Task Beside_other_schemes_each_is_offered_in_order_and_only_the_one_at_fault_says_why(string? field, string schemes, string? error, string reason)
    {
        var reply = await (field is null ? _gateway.GetAsync("/mixed/a") : _gateway.GetAsync("/mixed/a", field));

        Assert.Equal((401, reason), (reply.Status, reply.Reason));
        var challenges = reply.Challenges.Select(line => Assert.Single(ChallengeReader.Read(line).Challenges)).ToList();
        Assert.Equal(schemes.Split(' '), challenges.Select(challenge => challenge.Scheme));
        Assert.Equal([error, null, null], challenges.Select(challenge => challenge.Find("error")));
    }

    [Fact]
    public async Task A_good_credential_of_each_scheme_opens_a_mixed_route()
    {
        var key = _gateway.Host.Services.Keys.Create("k").Key.Reveal();

        Assert.Equal(200, await StatusAsync("/mixed/a", Token()));
        Assert.Equal(200, (await _gateway.GetAsync("/mixed/a", Credential.Basic("carl", "sha1-user"))).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/mixed/a", "X-API-Key: " + key)).Status);
    }

    [Fact]
    public async Task A_missing_scope_is_403_with_the_scopes_in_the_challenge()
    {
        Assert.Equal(200, await StatusAsync("/scoped/a", Token(claims => claims["scope"] = "write other read")));

        var reply = await _gateway.GetAsync("/scoped/a", AccessToken.Bearer(Token()));

        Assert.Equal((403, "scope-insufficient"), (reply.Status, reply.Reason));
        Assert.Equal("""Bearer realm="Tokens", error="insufficient_scope", error_description="The access token lacks a scope", scope="read write" """.TrimEnd(), Assert.Single(reply.Challenges));
    }

    [Theory]
    [InlineData("ops", "admin", "eu", 200)]
    [InlineData("dev", "admin", "eu", 403)]
    [InlineData("ops", "reader", "eu", 403)]
    [InlineData("ops", "admin", "us", 403)]
    public async Task Groups_roles_and_claims_of_the_route_are_all_needed(string group, string role, string region, int status)
    {
        var reply = await _gateway.GetAsync("/people/a", AccessToken.Bearer(Token(claims =>
        {
            claims["groups"] = new JsonArray(group);
            claims["roles"] = new JsonArray(role);
            claims["region"] = region;
        })));

        Assert.Equal(status, reply.Status);
        Assert.Empty(reply.Challenges);
    }

    [Fact]
    public async Task Name_groups_and_address_reach_the_upstream_and_the_token_does_not()
    {
        await _gateway.GetAsync("/a", AccessToken.Bearer(Token(claims =>
        {
            claims["groups"] = new JsonArray("ops", "dev");
            claims["email"] = "anna@example.org";
        })), "X-Forwarded-User: root", "X-Forwarded-Email: root@example.org");

        var received = _gateway.Upstream.Last;
        Assert.Equal(("anna", "ops,dev", "anna@example.org"), (received.Field("X-Forwarded-User"), received.Field("X-Forwarded-Groups"), received.Field("X-Forwarded-Email")));
        Assert.Null(received.Field("Authorization"));
    }

    [Theory] // receivers take the blanks at both ends of a value for none of it (RFC 9110 §5.5)
    [InlineData("admin ", "admin%20")]
    [InlineData(" admin", "%20admin")]
    [InlineData("ad min", "ad min")]
    [InlineData("admin\t", "admin%09")]
    [InlineData("admin,root", "admin,root")]
    public async Task A_name_with_blanks_at_its_edge_is_nobody_else_to_the_upstream(string name, string told)
    {
        Assert.Equal(200, await StatusAsync("/a", PartnerToken(claims => (claims["client_id"], claims["email"]) = (name, name))));

        Assert.Equal((told, told), (_gateway.Upstream.Last.Field("X-Forwarded-User"), _gateway.Upstream.Last.Field("X-Forwarded-Email")));
    }

    [Theory]
    [InlineData(new[] { "staff ", " root" }, "staff%20,%20root")]
    [InlineData(new[] { " root" }, "%20root")]
    [InlineData(new[] { " a,b" }, "%20a%2Cb")]
    [InlineData(new[] { "", "b c", "" }, "b c")]
    [InlineData(new[] { "" }, null)]
    public async Task A_group_with_blanks_at_its_edge_is_no_other_and_an_empty_one_is_none(string[] groups, string? told)
    {
        Assert.Equal(200, await StatusAsync("/a", PartnerToken(claims => claims["realm"] = new JsonObject { ["teams"] = new JsonArray([.. groups]) })));

        Assert.Equal(told, _gateway.Upstream.Last.Field("X-Forwarded-Groups"));
    }

    [Fact]
    public async Task Who_signed_in_too_weakly_or_too_long_ago_is_sent_to_sign_in_again()
    {
        Assert.Equal(200, await StatusAsync("/strong/a", SignedIn("gold", 10)));

        foreach (var token in new[] { SignedIn("tin", 10), SignedIn("gold", 400), Token() })
        {
            var reply = await _gateway.GetAsync("/strong/a", AccessToken.Bearer(token));
            Assert.Equal((401, "sign-in-insufficient"), (reply.Status, reply.Reason));
            Assert.EndsWith("acr_values=\"gold\", max_age=300", Assert.Single(reply.Challenges), StringComparison.Ordinal);
            Assert.Equal(Refusal.SignInInsufficient, (await _gateway.JournalAsync(reply.Reference)).Refusal);
        }
    }

    [Theory]
    [InlineData("Accept: application/json", "application/problem+json")]
    [InlineData("Accept: text/html", "text/html; charset=utf-8")]
    [InlineData("Accept: text/plain", "text/plain; charset=utf-8")]
    public async Task Programs_people_and_terminals_are_refused_alike(string accept, string type)
    {
        var token = Token(claims => claims["aud"] = "elsewhere");
        var reply = await _gateway.GetAsync("/a", AccessToken.Bearer(token), accept);
        var head = await _gateway.AskAsync("HEAD", "/a", AccessToken.Bearer(token), accept);

        Assert.Equal((401, type, "no-store"), (reply.Status, reply.Field("Content-Type"), reply.Field("Cache-Control")));
        Assert.Contains(reply.Reference, reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", reply.Raw, StringComparison.Ordinal);
        Assert.Equal((401, "", reply.Field("Content-Type")), (head.Status, head.Body, head.Field("Content-Type")));
        Assert.Equal(reply.Challenges, head.Challenges);
    }

    [Fact]
    public async Task A_script_of_a_named_origin_may_read_the_challenge()
    {
        var reply = await _gateway.GetAsync("/a", "Origin: https://app.example.org", "Authorization: Bearer abc");

        Assert.Equal("https://app.example.org", reply.Field("Access-Control-Allow-Origin"));
        Assert.Contains("WWW-Authenticate", reply.Field("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("DPoP-Nonce", reply.Field("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    private static void Set(JsonObject claims, string claim, string? value)
    {
        if (value is null)
            claims.Remove(claim);
        else
            claims[claim] = value;
    }

    private string Token(Action<JsonObject>? change = null) => _issuer.Token(claims =>
    {
        claims["tenant"] = "blue";
        change?.Invoke(claims);
    });

    private string SignedIn(string acr, int ago) => Token(claims => (claims["acr"], claims["auth_time"]) = (acr, AccessToken.Now - ago));

    private static string PartnerToken(Action<JsonObject> change) => AccessToken.Write(Partner, PartnerKey, change, type: null);

    private async Task<int> StatusAsync(string target, string token) => (await _gateway.GetAsync(target, AccessToken.Bearer(token))).Status;
}
