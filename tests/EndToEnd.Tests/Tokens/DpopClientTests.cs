using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Bound tokens of a certified provider, presented by a certified client (openid-client), and proofs that no such client would send.</summary>
public sealed class DpopClientTests(TokenPeers peers)
{
    [Fact]
    public async Task A_real_client_gets_in_without_nonces_and_with_them()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers[0];
        var token = await provider.TokenAsync(key: "alice");

        string[] plain = [site.Site.Url("/bound/x"), site.Site.Url("/bound/y?z=1"), site.Site.Url("/bound/x")];
        string[] nonces = [site.Site.Url("/nonces/x"), site.Site.Url("/nonces/y?z=1"), site.Site.Url("/nonces/x")];

        Assert.Equal("200 200 200", await provider.CallAsync(token, "alice", plain));
        Assert.Equal("200 200 200", await provider.CallAsync(token, "alice", nonces));
        Assert.Equal("401", await provider.CallAsync(token, "mallory", plain[..1]));
    }

    [Fact]
    public async Task A_token_comes_as_what_it_is()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers[0];
        var bound = await provider.TokenAsync(key: "bob");
        var plain = await provider.TokenAsync();

        var asBearer = await site.GetAsync("/bearer/x", bound);
        var asBound = await site.GetAsync("/bound/x", plain, "DPoP", await ProofAsync(new { key = "bob", method = "GET", url = site.Site.Url("/bound/x"), token = plain }));

        Assert.Equal((401, 401), (asBearer.Status, asBound.Status));
        await site.Site.Gateway.TellsAsync(asBearer.Reference, "bearer-token-bound");
        await site.Site.Gateway.TellsAsync(asBound.Reference, "bearer-token-bound");
    }

    [Fact]
    public async Task A_proof_counts_once_for_its_own_request_alone()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers[0];
        var token = await provider.TokenAsync(key: "carol");
        var url = site.Site.Url("/bound/x");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        (object? Proof, string Reason)[] cases =
        [
            (null, "dpop-proof-missing"),
            (new { key = "carol", method = "POST", url, token }, "dpop-method-mismatch"),
            (new { key = "carol", method = "GET", url = site.Site.Url("/bound/y"), token }, "dpop-uri-mismatch"),
            (new { key = "carol", method = "GET", url = url.Replace("http:", "https:", StringComparison.Ordinal), token }, "dpop-uri-mismatch"),
            (new { key = "carol", method = "GET", url, token = "another" }, "dpop-token-mismatch"),
            (new { key = "carol", method = "GET", url, token, claims = new { iat = now - 600 } }, "dpop-proof-stale"),
            (new { key = "carol", method = "GET", url, token, claims = new { iat = now + 600 } }, "dpop-proof-stale"),
            (new { key = "carol", method = "GET", url, token, claims = new { jti = (string?)null } }, "dpop-proof-invalid"),
            (new { key = "carol", method = "GET", url, token, header = new { typ = "JWT" } }, "dpop-type-wrong"),
            (new { key = "dave", method = "GET", url, token }, "bearer-token-bound"),
        ];

        foreach (var (proof, reason) in cases)
        {
            var answer = await site.GetAsync("/bound/x", token, "DPoP", proof is null ? null : await ProofAsync(proof));

            Assert.Equal(401, answer.Status);
            Assert.StartsWith("DPoP ", answer.Challenge, StringComparison.Ordinal);
            await site.Site.Gateway.TellsAsync(answer.Reference, reason);
        }

        var good = await ProofAsync(new { key = "carol", method = "GET", url, token });
        var once = await site.GetAsync("/bound/x", token, "DPoP", good);
        var twice = await site.GetAsync("/bound/x", token, "DPoP", good);

        Assert.Equal((200, 401, "dpop-proof-invalid"), (once.Status, twice.Status, twice.Reason));
        Assert.Equal("dpop-proof-replayed", await site.ReasonOfAsync(twice));
    }

    [Fact]
    public async Task A_proof_with_a_nonce_needs_one_of_this_gateway()
    {
        var site = await peers.SiteAsync();
        var provider = site.Providers[0];
        var token = await provider.TokenAsync(key: "erin");
        var url = site.Site.Url("/nonces/x");

        var without = await AskAsync(null);
        var foreign = await AskAsync("of-somebody-else");
        var with = await AskAsync(without.Nonce);

        Assert.Equal((401, 401, 200), (without.Status, foreign.Status, with.Status));
        Assert.All([without, foreign], answer => Assert.Contains("error=\"use_dpop_nonce\"", answer.Challenge, StringComparison.Ordinal));
        Assert.NotNull(foreign.Nonce);
        await site.Site.Gateway.TellsAsync(without.Reference, "dpop-nonce-missing");
        await site.Site.Gateway.TellsAsync(foreign.Reference, "dpop-nonce-stale");

        async Task<TokenAnswer> AskAsync(string? nonce) =>
            await site.GetAsync("/nonces/x", token, "DPoP", await ProofAsync(new { key = "erin", method = "GET", url, token, nonce }));
    }

    private async Task<string> ProofAsync(object proof) => (await peers.Client.AskAsync("proof", proof)).Deserialize<string>()!;
}
