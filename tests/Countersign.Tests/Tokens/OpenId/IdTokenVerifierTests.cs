using System.Text.Json.Nodes;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.OpenId;
using Xunit;

namespace Countersign.Tests.Tokens.OpenId;

public sealed class IdTokenVerifierTests
{
    private const long Now = 1_800_000_000;

    private readonly StageClock _clock = new() { Now = DateTimeOffset.FromUnixTimeSeconds(Now) };

    [Fact]
    public async Task Takes_what_its_provider_signed_for_this_login() => Assert.Empty(await FailuresAsync(_ => { }));

    [Theory]
    [InlineData("iss", "https://issuer.example/", "The iss differs from https://issuer.example by a slash at the end.")]
    [InlineData("iss", "https://evil.example", "The iss is another; wanted: https://issuer.example.")]
    [InlineData("aud", "other", "The aud is \"other\"; wanted: app.")]
    [InlineData("aud", null, "There is no aud; wanted: app.")]
    [InlineData("azp", "other", "The azp is \"other\"; wanted: app.")]
    [InlineData("nonce", "other", "The nonce is not that of this login.")]
    [InlineData("nonce", null, "There is no nonce, and one was sent.")]
    [InlineData("sub", null, "There is no sub.")]
    [InlineData("sub", " ", "There is no sub.")]
    [InlineData("exp", null, "There is no exp.")]
    [InlineData("iat", null, "There is no iat.")]
    [InlineData("at_hash", "AAAAAAAAAAAAAAAAAAAAAA", "The at_hash is not that of the access token.")]
    public async Task Refuses_one_whose_claim_is_another(string claim, string? value, string failure) =>
        Assert.Equal([failure], await FailuresAsync(claims => claims[claim] = value));

    [Theory]
    [InlineData("exp", Now - 60, "It counted until 2027-01-15 07:59:00Z; here it is 2027-01-15 08:00:00Z.")]
    [InlineData("iat", Now + 61, "Its iat is 2027-01-15 08:01:01Z; here it is 2027-01-15 08:00:00Z.")]
    [InlineData("nbf", Now + 61, "It counts from 2027-01-15 08:01:01Z on; here it is 2027-01-15 08:00:00Z.")]
    public async Task Refuses_one_of_another_time(string claim, long value, string failure) =>
        Assert.Equal([failure], await FailuresAsync(claims => claims[claim] = value));

    [Fact]
    public async Task Takes_a_clock_that_is_a_minute_off() => Assert.Empty(await FailuresAsync(claims => (claims["exp"], claims["iat"]) = (Now - 59, Now + 60)));

    [Fact]
    public async Task Refuses_one_that_is_for_others_too() =>
        Assert.Equal(["The aud names others too, who are not trusted: \"other\"."], await FailuresAsync(claims => claims["aud"] = new JsonArray("app", "other")));

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("secevent+jwt")]
    public async Task Refuses_tokens_of_other_kinds(string type) =>
        Assert.Equal([$"The typ is \"{type}\"; wanted: none, or JWT."], await FailuresAsync(_ => { }, type: type));

    [Theory]
    [InlineData("{\"alg\":\"none\"}", "The token is not signed: its algorithm is none.")]
    [InlineData("{\"alg\":\"HS256\"}", "The algorithm is not among those that are taken here.")]
    public async Task Refuses_one_that_no_private_key_signed(string header, string failure)
    {
        // Even where the secret stands among the provider's keys.
        var signed = TokenStage.Sign(TokenStage.Hs256, header, Claims(_ => { }).ToJsonString());
        var judgement = await JudgeAsync(signed, new(), Provider with { Keys = new StageKeys(new KeySet([TokenStage.Hs256.Verifier])) });

        Assert.Equal([failure], judgement.Failures);
    }

    [Fact]
    public async Task Refuses_an_algorithm_that_the_provider_does_not_use()
    {
        var judgement = await JudgeAsync(Sign(Claims(_ => { })), new() { Nonce = "n" }, Provider with { Algorithms = [JwsAlgorithm.RS256] });

        Assert.Equal([TokenFaultKind.AlgorithmNotAllowed.Row().Sentence], judgement.Failures);
    }

    [Theory]
    [InlineData(null, "There is no auth_time, and max_age was sent.")]
    [InlineData(Now - 360, null)]
    [InlineData(Now - 361, "The auth_time is 2027-01-15 07:53:59Z; at most 300 s before 2027-01-15 08:00:00Z are wanted.")]
    [InlineData(Now + 61, "The auth_time is 2027-01-15 08:01:01Z; at most 300 s before 2027-01-15 08:00:00Z are wanted.")]
    public async Task Wants_a_sign_in_that_is_as_young_as_was_asked_for(long? time, string? failure) => Assert.Equal(
        failure is null ? [] : [failure],
        await FailuresAsync(claims => claims["auth_time"] = time, new() { Nonce = "n", MaxAge = TimeSpan.FromMinutes(5) }));

    [Theory]
    [InlineData("gold", null)]
    [InlineData("silver", "The acr is \"silver\"; wanted: gold or platinum.")]
    [InlineData(null, "There is no acr; wanted: gold or platinum.")]
    public async Task Wants_a_sign_in_that_is_as_strong_as_was_asked_for(string? acr, string? failure) => Assert.Equal(
        failure is null ? [] : [failure],
        await FailuresAsync(claims => claims["acr"] = acr, new() { Nonce = "n", AcrValues = ["gold", "platinum"] }));

    [Fact]
    public async Task Wants_the_same_person_in_a_refreshed_one()
    {
        Assert.Empty(await FailuresAsync(_ => { }, new() { Subject = "anna" }));
        Assert.Equal(["The sub is another than that of the login."], await FailuresAsync(_ => { }, new() { Subject = "Anna" }));
    }

    [Fact]
    public async Task Says_nothing_of_a_token_while_the_keys_can_t_be_had()
    {
        var judgement = await JudgeAsync(Sign(Claims(_ => { })), new(), Provider with { Keys = new StageKeys(null) });

        Assert.Null(judgement.Claims);
        Assert.StartsWith("No keys of https://issuer.example are known", judgement.Outage, StringComparison.Ordinal);
    }

    private static TrustedProvider Provider { get; } = new("https://issuer.example", new StageKeys(new KeySet([TokenStage.Es256.Verifier])), "app");

    private async Task<IEnumerable<string>> FailuresAsync(Action<JsonObject> change, IdTokenDemands? demands = null, string? type = "JWT")
    {
        var judgement = await JudgeAsync(Sign(Claims(change), type), demands ?? new() { Nonce = "n", AccessToken = new("access") });
        Assert.Null(judgement.Outage);
        Assert.Equal(judgement.Failures.IsEmpty, judgement.Claims is not null);
        return judgement.Failures;
    }

    private async Task<ProviderTokenJudgement> JudgeAsync(string token, IdTokenDemands demands, TrustedProvider? provider = null) =>
        await new IdTokenVerifier(_clock).VerifyAsync(token, provider ?? Provider, demands, TestContext.Current.CancellationToken);

    private static string Sign(JsonObject claims, string? type = "JWT") =>
        JwsWriter.Write(TokenStage.Es256, System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()), type!);

    private static JsonObject Claims(Action<JsonObject> change)
    {
        var claims = new JsonObject { ["iss"] = "https://issuer.example", ["sub"] = "anna", ["aud"] = "app", ["exp"] = Now + 300, ["iat"] = Now - 1, ["nonce"] = "n" };
        change(claims);
        foreach (var gone in claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
            claims.Remove(gone);
        return claims;
    }
}
