using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Whoever sends tokens whose dear signatures are wrong spends what he may be refused in a minute the sooner.</summary>
public sealed class ForgedTokensTests
{
    private const int Refusals = 100;

    [Fact]
    public async Task Wrong_signatures_on_P_384_count_by_what_they_cost()
    {
        var (theirs, others) = (NewKey(), NewKey());
        await using var gateway = await RunningGateway.StartAsync(
            $$"""
            limits: { refusals-per-minute: {{Refusals}} }
            schemes:
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "urn:issuer", keys: issuer.jwks, audiences: [api] }] }
            routes:
              - { name: all, access: { any-of: [tokens] }, upstream: UPSTREAM }

            """,
            files: [("issuer.jwks", JwkWriter.WriteSet([theirs.Verifier]))]);

        var refused = 0;
        while (await StatusAsync(AccessToken.Write("urn:issuer", others)) == 401)
            refused++;

        Assert.InRange(refused, 1, Refusals / 2);
        Assert.Equal(429, await StatusAsync(AccessToken.Write("urn:issuer", theirs)));

        async Task<int> StatusAsync(string token) => (await gateway.GetAsync("/a", AccessToken.Bearer(token))).Status;
    }

    private static SigningKey NewKey() => AccessToken.NewKey("k1", JwsAlgorithm.Find("ES384"));
}
