using System.Text.Json;
using Countersign.TestKit;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens.Keys;
using Countersign.Tokens.OpenId;
using Xunit;

namespace Countersign.Tests.Tokens.OpenId;

/// <summary>The ID tokens and logout tokens of jwt-claims.json.</summary>
public sealed class ProviderTokenVectorTests
{
    private static readonly JsonElement File = Vectors.Load("jwt-claims.json");
    private static readonly StageClock Clock = new() { Now = DateTimeOffset.FromUnixTimeSeconds(File.GetProperty("now").GetInt64()) };

    private static TrustedProvider Provider { get; } = new(
        File.GetProperty("issuer").GetString()!,
        new StageKeys(JwkReader.ReadSet(JsonSerializer.SerializeToUtf8Bytes(File.GetProperty("jwks")), KeyOrigin.Published).Keys),
        File.GetProperty("client_id").GetString()!)
    { Leeway = TimeSpan.Zero };

    public static TheoryData<string> IdTokens => Ids("id_tokens");

    public static TheoryData<string> LogoutTokens => Ids("logout_tokens");

    [Theory]
    [MemberData(nameof(IdTokens))]
    public async Task Takes_the_ID_tokens_that_are_to_be_taken_and_no_others(string id)
    {
        var vector = Find("id_tokens", id);
        var demands = new IdTokenDemands { Nonce = File.GetProperty("nonce").GetString(), AccessToken = new(File.GetProperty("id_token_access_token").GetString()!) };

        var judgement = await new IdTokenVerifier(Clock).VerifyAsync(vector.GetProperty("token").GetString()!, Provider, demands, TestContext.Current.CancellationToken);

        Assert.Equal(vector.GetProperty("accept").GetBoolean(), judgement.Claims is not null);
        Assert.Equal(judgement.Claims is null, !judgement.Failures.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(LogoutTokens))]
    public async Task Takes_the_logout_tokens_that_are_to_be_taken_and_no_others(string id)
    {
        var vector = Find("logout_tokens", id);

        var judgement = await new LogoutTokenVerifier(Clock).VerifyAsync(vector.GetProperty("token").GetString()!, Provider, TestContext.Current.CancellationToken);

        Assert.Equal(vector.GetProperty("accept").GetBoolean(), judgement.Claims is not null);
        Assert.Equal(judgement.Claims is null, !judgement.Failures.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(IdTokens))]
    public async Task Takes_no_ID_token_for_a_logout_token(string id)
    {
        var judgement = await new LogoutTokenVerifier(Clock).VerifyAsync(Find("id_tokens", id).GetProperty("token").GetString()!, Provider, TestContext.Current.CancellationToken);

        Assert.Null(judgement.Claims);
    }

    private static JsonElement Find(string kind, string id) => File.GetProperty(kind).EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);

    private static TheoryData<string> Ids(string kind) => [.. File.GetProperty(kind).EnumerateArray().Select(vector => vector.GetProperty("id").GetString()!)];
}
