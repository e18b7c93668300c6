using Countersign.Tokens.Keys;
using Countersign.Wire;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Tokens that are bound to a key, at a running gateway (RFC 9449).</summary>
public sealed class DpopTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          tokens: { type: bearer, realm: Tokens, allow-cleartext: true, issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
          proven: { type: dpop, realm: Proven, tokens: tokens, algorithms: [ES256], allow-cleartext: true }
          fresh: { type: dpop, realm: Fresh, tokens: tokens, algorithms: [ES256], nonces: true, allow-cleartext: true }
          staff: { type: basic, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: kept, match: { path: /kept/** }, access: { any-of: [proven] }, authorization: forward, upstream: UPSTREAM }
          - { name: both, match: { path: /both/** }, access: { any-of: [tokens, proven] }, upstream: UPSTREAM }
          - { name: fresh, match: { path: /fresh/** }, access: { any-of: [fresh] }, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: scoped, match: { path: /scoped/** }, access: { any-of: [proven], scopes: [write] }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [proven], acr: [gold] }, upstream: UPSTREAM }
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }

        """;

    private static readonly SigningKey Issuer = AccessToken.NewKey("i1");
    private static readonly SigningKey Client = AccessToken.NewKey("client");

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml, files: [("local.jwks", JwkWriter.WriteSet([Issuer.Verifier]))]);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_bound_token_comes_with_its_proof_and_any_other_as_Bearer()
    {
        Assert.Equal(200, (await _gateway.GetAsync("/both/a?q=1", AccessToken.Dpop(Client, Bound(), "/both/a"))).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/both/a", AccessToken.Bearer(AccessToken.Write("local", Issuer)))).Status);

        // The same token by another client's proof, and an unbound one with a proof.
        Assert.Equal(401, (await _gateway.GetAsync("/both/a", AccessToken.Dpop(AccessToken.NewKey("thief"), Bound(), "/both/a"))).Status);
        Assert.Equal(401, (await _gateway.GetAsync("/both/a", AccessToken.Dpop(Client, AccessToken.Write("local", Issuer), "/both/a"))).Status);
    }

    [Fact] // RFC 9449 §7.2
    public async Task A_bound_token_as_Bearer_is_refused_by_both_challenges()
    {
        var reply = await _gateway.GetAsync("/both/a", AccessToken.Bearer(Bound()));

        Assert.Equal((401, "bearer-token-invalid"), (reply.Status, reply.Reason));
        var challenges = reply.Challenges.Select(line => Assert.Single(ChallengeReader.Read(line).Challenges)).ToList();
        Assert.Equal([("Bearer", "invalid_token"), ("DPoP", "invalid_token")], challenges.Select(challenge => (challenge.Scheme, challenge.Find("error"))));
        Assert.Equal("ES256", challenges[1].Find("algs"));
        Assert.Equal([Decisions.Refusal.BearerTokenBound], (await _gateway.JournalAsync(reply.Reference)).Verdicts.Select(verdict => verdict.Refusal!.Value));
    }

    [Fact]
    public async Task A_client_without_a_nonce_gets_one_and_uses_each_proof_once()
    {
        var token = Bound();
        var asked = await _gateway.GetAsync("/fresh/a", [.. AccessToken.Dpop(Client, token, "/fresh/a"), "Origin: https://app.example.org"]);
        Assert.Equal((401, "dpop-nonce-missing"), (asked.Status, asked.Reason));
        Assert.Equal("use_dpop_nonce", Assert.Single(ChallengeReader.Read(Assert.Single(asked.Challenges)).Challenges).Find("error"));
        Assert.Contains("DPoP-Nonce", asked.Field("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        var nonce = Assert.Single(asked.Lines("DPoP-Nonce"));

        var proven = AccessToken.Dpop(Client, token, "/fresh/a", nonce: nonce);
        Assert.Equal(200, (await _gateway.GetAsync("/fresh/a", proven)).Status);
        var replayed = await _gateway.GetAsync("/fresh/a", proven);
        Assert.Equal((401, "dpop-proof-invalid"), (replayed.Status, replayed.Reason));
        var entry = await _gateway.JournalAsync(replayed.Reference);
        Assert.Equal((Decisions.Refusal.DpopProofReplayed, "anna"), (entry.Refusal, entry.Subject));

        // The nonce is for more than one request; the proof is not.
        Assert.Equal(200, (await _gateway.GetAsync("/fresh/a", AccessToken.Dpop(Client, token, "/fresh/a", nonce: nonce))).Status);
        Assert.Equal(2, _gateway.Upstream.All.Count);
    }

    [Theory] // RFC 9449 §11.1
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Where_nonces_are_needed_a_clients_clock_does_no_harm(int off)
    {
        var token = Bound();
        var asked = await _gateway.GetAsync("/fresh/a", By(null));
        Assert.Equal((401, "dpop-nonce-missing"), (asked.Status, asked.Reason));

        var proven = By(asked.Field("DPoP-Nonce"));
        Assert.Equal(200, (await _gateway.GetAsync("/fresh/a", proven)).Status);
        var replayed = await _gateway.GetAsync("/fresh/a", proven);
        Assert.Equal((401, "dpop-proof-invalid"), (replayed.Status, replayed.Reason));

        string[] By(string? nonce) =>
        [
            "Authorization: DPoP " + token,
            "DPoP: " + AccessToken.Proof(Client, token, "http://gateway.test/fresh/a", change: claims => (claims["iat"], claims["nonce"]) = (AccessToken.Now + off, nonce ?? "of another server")),
        ];
    }

    [Fact]
    public async Task Without_credentials_the_nonce_comes_with_the_first_challenge()
    {
        var reply = await _gateway.GetAsync("/fresh/a");

        Assert.Equal("DPoP realm=\"Fresh\", algs=\"ES256\"", Assert.Single(reply.Challenges));
        Assert.Single(reply.Lines("DPoP-Nonce"));
        Assert.Equal(200, (await _gateway.GetAsync("/fresh/a", AccessToken.Dpop(Client, Bound(), "/fresh/a", nonce: reply.Field("DPoP-Nonce")))).Status);
    }

    [Fact]
    public async Task Proof_and_token_stay_with_the_gateway()
    {
        await _gateway.GetAsync("/both/a", AccessToken.Dpop(Client, Bound(), "/both/a"));
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));
        Assert.Equal((null, null), (_gateway.Upstream.Last.Field("DPoP"), _gateway.Upstream.Last.Field("Authorization")));

        // As whatever an upstream could take for it, on every route.
        foreach (var target in new[] { "/both/a", "/open/a" })
        {
            Assert.Equal(200, (await _gateway.GetAsync(target, [.. AccessToken.Dpop(Client, Bound(), target), "D_PoP: x", "DPoP_: x"])).Status);
            Assert.DoesNotContain(_gateway.Upstream.Last.Fields.Keys, name => name != "DPoP" && name.Replace("_", "", StringComparison.Ordinal).Equals("DPoP", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("/open/a")] // an upstream that judges tokens itself
    [InlineData("/staff/a")] // or that makes them (RFC 9449 §5), for clients with a password
    [InlineData("/kept/a")] // authorization: forward
    public async Task A_proof_goes_on_where_no_scheme_takes_it_or_its_token_goes_on(string target)
    {
        var fields = AccessToken.Dpop(Client, Bound(), target);
        if (target == "/staff/a")
            fields[0] = Credential.Basic("carl", "sha1-user");

        Assert.Equal(200, (await _gateway.GetAsync(target, fields)).Status);
        Assert.Equal(fields[1]["DPoP: ".Length..], _gateway.Upstream.Last.Field("DPoP"));
    }

    [Theory]
    [InlineData("", "Tokens")]
    [InlineData("realm: Own,", "Own")]
    public async Task Guards_the_area_of_its_tokens_unless_it_names_another(string realm, string told)
    {
        await using var gateway = await RunningGateway.StartAsync($$"""
            schemes:
              proven: { type: dpop, {{realm}} tokens: tokens, algorithms: [ES256], allow-cleartext: true }
              tokens: { type: bearer, realm: Tokens, issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
            routes: [{ name: all, access: { any-of: [proven] }, upstream: UPSTREAM }]
            """, files: [("local.jwks", JwkWriter.WriteSet([Issuer.Verifier]))]);

        Assert.Equal([$"DPoP realm=\"{told}\", algs=\"ES256\""], (await gateway.GetAsync("/a")).Challenges);
    }

    [Fact]
    public async Task Two_proofs_are_none()
    {
        var fields = AccessToken.Dpop(Client, Bound(), "/both/a");

        var reply = await _gateway.GetAsync("/both/a", [.. fields, fields[1]]);

        Assert.Equal((401, "dpop-proof-invalid"), (reply.Status, reply.Reason));
    }

    [Fact]
    public async Task Scopes_and_the_sign_in_are_asked_for_by_the_challenge_of_DPoP()
    {
        var token = Bound();
        var fields = AccessToken.Dpop(Client, token, "/scoped/a");

        var refused = await _gateway.GetAsync("/scoped/a", fields);

        Assert.Equal((403, "scope-insufficient"), (refused.Status, refused.Reason));
        Assert.Equal("DPoP realm=\"Proven\", algs=\"ES256\", error=\"insufficient_scope\", error_description=\"The access token lacks a scope\", scope=\"write\"", Assert.Single(refused.Challenges));
        var weak = await _gateway.GetAsync("/strong/a", AccessToken.Dpop(Client, token, "/strong/a"));
        Assert.Equal("DPoP realm=\"Proven\", algs=\"ES256\", error=\"insufficient_user_authentication\", error_description=\"A stronger or more recent sign-in is needed\", acr_values=\"gold\"", Assert.Single(weak.Challenges));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_proof_is_for_its_method_alone(string method)
    {
        var token = Bound();

        Assert.Equal(200, (await _gateway.AskAsync(method, "/both/a", AccessToken.Dpop(Client, token, "/both/a", method))).Status);
        Assert.Equal(401, (await _gateway.AskAsync(method, "/both/a", AccessToken.Dpop(Client, token, "/both/a"))).Status);
    }

    private static string Bound() => AccessToken.Write("local", Issuer, AccessToken.BoundTo(Client));
}
