using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Access tokens of a certified OpenID provider at the gateway, which finds the keys by the provider's metadata.</summary>
public sealed class ProviderTests(TokenPeers peers)
{
    [Fact]
    public async Task Tokens_of_every_algorithm_count_and_the_upstream_hears_whose_they_are()
    {
        var site = await peers.SiteAsync();

        foreach (var provider in site.Providers)
        {
            var answer = await site.GetAsync("/bearer/x", await provider.TokenAsync());

            Assert.Equal((200, "app"), (answer.Status, answer.User));
            Assert.False(answer.Body.GetProperty("headers").TryGetProperty("authorization", out _));
        }
    }

    [Fact]
    public async Task A_token_without_the_scope_is_told_which_one_is_needed()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers[0];

        var refused = await site.GetAsync("/bearer/writing/x", await provider.TokenAsync(scope: "orders.read"));
        var taken = await site.GetAsync("/bearer/writing/x", await provider.TokenAsync(scope: "orders.read orders.write"));

        Assert.Equal((403, 200), (refused.Status, taken.Status));
        Assert.Contains("error=\"insufficient_scope\"", refused.Challenge, StringComparison.Ordinal);
        Assert.Contains("scope=\"orders.write\"", refused.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_the_operator_hears_and_the_public_does_not()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers.Single(provider => provider.Algorithm == "RS256");
        var stranger = await peers.OpenAsync();
        var good = await provider.TokenAsync();
        var parts = good.Split('.');
        var (header, claims) = (Json(parts[0]), Json(parts[1]));
        var kid = header["kid"]!.GetValue<string>();
        claims["sub"] = "somebody else";
        (string Token, string Reason)[] cases =
        [
            (await provider.TokenAsync("https://other.example.org"), "bearer-audience-wrong"),
            (await stranger.TokenAsync(), "bearer-issuer-unknown"),
            ($"{parts[0]}.{Encoded(claims)}.{parts[2]}", "bearer-signature-wrong"),
            ($"{Encoded(new() { ["alg"] = "none", ["typ"] = "at+jwt" })}.{parts[1]}.", "bearer-algorithm-not-allowed"),
            (JwsWriter.Write(SigningKey.Create(JwsAlgorithm.RS256, kid), Base64Url.DecodeFromChars(parts[1]), "at+jwt"), "bearer-signature-wrong"),
            (JwsWriter.Write(SigningKey.Create(JwsAlgorithm.RS256, "another"), Base64Url.DecodeFromChars(parts[1]), "at+jwt"), "bearer-key-unknown"),
            (JwsWriter.Write(SigningKey.Create(JwsAlgorithm.HS256, kid), Base64Url.DecodeFromChars(parts[1]), "at+jwt"), "bearer-algorithm-not-allowed"),
            (parts[1], "bearer-token-unreadable"),
        ];

        Assert.Equal(200, (await site.GetAsync("/bearer/x", good)).Status);
        foreach (var (token, reason) in cases)
        {
            var answer = await site.GetAsync("/bearer/x", token);

            Assert.Equal((401, "bearer-token-invalid"), (answer.Status, answer.Reason));
            Assert.Contains("error=\"invalid_token\"", answer.Challenge, StringComparison.Ordinal);
            await site.Site.Gateway.TellsAsync(answer.Reference, reason);
            Assert.DoesNotContain(token, string.Join('\n', site.Site.Gateway.Lines), StringComparison.Ordinal);
        }

        var last = await site.GetAsync("/bearer/x", cases[0].Token);
        Assert.Equal(cases[0].Reason, await site.ReasonOfAsync(last));
    }

    [Fact]
    public async Task A_token_counts_until_its_end_and_then_the_public_hears_that_it_expired()
    {
        var provider = await peers.OpenAsync(lifetime: 5);
        await using var site = await TokenSite.RunAsync([provider], ", leeway: 500ms");
        var token = await provider.TokenAsync();

        var before = await site.GetAsync("/bearer/x", token);
        var after = await Eventually.UntilAsync(() => site.GetAsync("/bearer/x", token), answer => answer.Status != 200);

        var end = DateTimeOffset.FromUnixTimeSeconds(Json(token.Split('.')[1])["exp"]!.GetValue<long>());
        Assert.Equal((200, 401, "bearer-token-expired"), (before.Status, after.Status, after.Reason));
        Assert.InRange(DateTimeOffset.UtcNow, end, DateTimeOffset.MaxValue);
        Assert.Equal("bearer-token-expired", await site.ReasonOfAsync(after));
    }

    [Fact]
    public async Task An_opaque_token_counts_when_its_issuer_says_so()
    {
        // oidc-provider names no sub for a client's own token, only its client_id.
        const string Introspected = ", name-claim: client_id, required-claims: [], introspection: { client-id: gateway, client-secret: \"${file:./gateway.secret}\" }";
        var provider = await peers.OpenAsync(format: "opaque");
        await using var site = await TokenSite.RunAsync([provider], Introspected);
        var token = await provider.TokenAsync();

        var good = await site.GetAsync("/bearer/x", token);
        var unknown = await site.GetAsync("/bearer/x", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'));
        var elsewhere = await site.GetAsync("/bearer/x", await provider.TokenAsync("https://other.example.org"));
        var missing = await site.GetAsync("/bearer/writing/x", token);
        await provider.GoDownAsync();
        var known = await site.GetAsync("/bearer/x", token);
        var during = await site.GetAsync("/bearer/x", "neverheardof");

        Assert.Equal((200, "app"), (good.Status, good.User));
        Assert.Equal((401, "bearer-token-invalid"), (unknown.Status, unknown.Reason));
        Assert.Equal(401, elsewhere.Status);
        await site.Site.Gateway.TellsAsync(elsewhere.Reference, "bearer-audience-wrong");
        Assert.Equal(403, missing.Status);
        Assert.Equal((200, 503), (known.Status, during.Status));
        Assert.NotNull(during.RetryAfter);
    }

    private static JsonObject Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Encoded(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString(JsonSerializerOptions.Default)));
}
