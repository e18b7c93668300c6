using System.Text;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>What strangers hear of a refused token, what the operator reads of it, and what nobody does.</summary>
public sealed class TokenRefusalTests
{
    private const string Invalid = """Bearer realm="Tokens", error="invalid_token", error_description="The access token is not valid" """;
    private const string InvalidProof = """DPoP realm="Proven", algs="ES256", error="invalid_dpop_proof", error_description="The DPoP proof is missing or not valid" """;
    private const string UseNonce = """DPoP realm="Fresh", algs="ES256", error="use_dpop_nonce", error_description="The DPoP proof needs the nonce of this answer" """;

    public static TheoryData<Refusal> OfTokens => [.. RefusalCatalogue.All.Where(refusal => refusal is >= Refusal.BearerMalformed and <= Refusal.SignInInsufficient)];

    [Theory]
    [MemberData(nameof(OfTokens))]
    public async Task Strangers_hear_one_word_and_nobody_reads_the_token(Refusal refusal)
    {
        StandardError.Keep();
        await using var gateway = await StartAsync();
        var (target, fields) = TokenRefusalCases.Of(refusal);

        var reply = await TokenRefusalCases.SendAsync(refusal, gateway, target, fields);

        Assert.Equal(ChallengeOf(refusal), reply.Challenges);
        var entry = await gateway.JournalAsync(reply.Reference);
        await gateway.Log.FindAsync(reply.Reference);
        Assert.Equal(refusal.Row().Slug, Assert.Single(SlugsOf(entry)));
        Assert.Equal(refusal.Row().Slug, Assert.Single(Explanation.Of(entry, gateway.Configuration).FailedChecks, check => check.Check != "accepted").Check);
        IsNowhere(fields, gateway, reply);
    }

    [Theory]
    [InlineData("type aud exp", "bearer-type-wrong bearer-audience-wrong bearer-token-expired")]
    [InlineData("exp aud client tier", "bearer-audience-wrong bearer-client-not-allowed bearer-claim-not-allowed bearer-token-expired")]
    [InlineData("forged aud exp", "bearer-signature-wrong bearer-audience-wrong bearer-token-expired")]
    [InlineData("iss aud", "bearer-issuer-unknown bearer-audience-wrong")]
    [InlineData("nbf long sub", "bearer-claim-missing bearer-token-not-yet-valid bearer-lifetime-too-long")]
    public async Task The_operator_reads_every_failed_check_in_order(string faults, string slugs)
    {
        await using var gateway = await StartAsync();
        var all = faults.Split(' ');
        var token = TokenRefusalCases.Token(
            claims =>
            {
                foreach (var fault in all)
                {
                    switch (fault)
                    {
                        case "aud": claims["aud"] = "elsewhere"; break;
                        case "exp": claims["exp"] = AccessToken.Now - 100; break;
                        case "client": claims["client_id"] = "stranger"; break;
                        case "tier": claims["tier"] = "tin"; break;
                        case "iss": claims["iss"] = "https://elsewhere.example"; break;
                        case "nbf": claims["nbf"] = AccessToken.Now + 200; break;
                        case "long": claims["exp"] = AccessToken.Now + 7200; break;
                        case "sub": claims.Remove("sub"); break;
                    }
                }
            },
            all.Contains("forged") ? AccessToken.NewKey("k1") : null,
            all.Contains("type") ? "JWT" : "at+jwt");

        var reply = await gateway.GetAsync("/tokens/a", AccessToken.Bearer(token));

        Assert.Equal((401, "bearer-token-invalid"), (reply.Status, reply.Reason));
        Assert.Equal([Invalid.TrimEnd()], reply.Challenges);
        var entry = await gateway.JournalAsync(reply.Reference);
        Assert.Equal(slugs.Split(' '), SlugsOf(entry));
        Assert.Equal(slugs.Split(' '), Explanation.Of(entry, gateway.Configuration).FailedChecks.Select(check => check.Check));
        IsNowhere([AccessToken.Bearer(token)], gateway, reply);
    }

    private static async Task<RunningGateway> StartAsync() =>
        await RunningGateway.StartAsync(RefusalCases.Yaml, await EchoUpstream.StartAsync(TokenRefusalCases.KnowNothingAsync));

    private static string[] ChallengeOf(Refusal refusal)
    {
        string[] challenge = refusal switch
        {
            Refusal.BearerMalformed => ["""Bearer realm="Tokens", error="invalid_request", error_description="The request holds no single token" """],
            Refusal.BearerTokenInvalid => [Invalid.Replace("Tokens", "Opaque", StringComparison.Ordinal)],
            Refusal.BearerTokenExpired => ["""Bearer realm="Tokens", error="invalid_token", error_description="The access token expired" """],
            Refusal.IssuerUnavailable => [],
            Refusal.SignInInsufficient =>
            [
                """Bearer realm="Tokens", error="insufficient_user_authentication", error_description="A stronger or more recent sign-in is needed", acr_values="gold silver", max_age=300, scope="read" """,
            ],
            Refusal.DpopNonceMissing or Refusal.DpopNonceStale => [UseNonce],
            >= Refusal.DpopProofMissing and <= Refusal.DpopProofReplayed => [InvalidProof],
            _ => [Invalid],
        };
        return [.. challenge.Select(line => line.TrimEnd())];
    }

    private static IEnumerable<string> SlugsOf(AspNetCore.Telemetry.JournalEntry entry) =>
        entry.Verdicts.Where(verdict => verdict.Refusal is not null).Select(verdict => verdict.Refusal!.Value.Row().Slug);

    /// <summary>Neither whole nor in parts.</summary>
    private static void IsNowhere(string[] fields, RunningGateway gateway, Reply reply)
    {
        var stored = string.Concat(Directory.GetFiles(gateway.Files.Folder, "countersign.db*").Select(ReadShared));
        foreach (var secret in fields.SelectMany(field => field.Split(' ')[^1].Split('.')).Where(secret => secret.Length > 8))
            Assert.All([reply.Raw, gateway.Log.Text(), stored, StandardError.Text], text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
