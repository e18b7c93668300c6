using System.Text.Json;
using Countersign.Decisions;
using Countersign.Schemes.Bearer;
using Countersign.TestKit;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Tests.Schemes.Bearer;

/// <summary>The access tokens of jwt-claims.json (RFC 9068), as the gate sees them.</summary>
public sealed class BearerVectorTests
{
    private static readonly JsonElement File = Vectors.Load("jwt-claims.json");

    public static TheoryData<string> Ids => [.. File.GetProperty("access_tokens").EnumerateArray().Select(vector => vector.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Admits_what_is_to_be_admitted_and_nothing_else(string id)
    {
        var vector = File.GetProperty("access_tokens").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        var clock = new StageClock { Now = DateTimeOffset.FromUnixTimeSeconds(File.GetProperty("now").GetInt64()) };
        var keys = JwkReader.ReadSet(JsonSerializer.SerializeToUtf8Bytes(File.GetProperty("jwks")), KeyOrigin.Published).Keys;
        var rules = new TokenRules
        {
            Audiences = [File.GetProperty("resource_server_audience").GetString()!],
            Leeway = TimeSpan.FromSeconds(vector.GetProperty("clock_skew_s").GetInt32()),
        };
        var issuer = new TrustedIssuer(File.GetProperty("issuer").GetString()!, new StageKeys(keys), rules);
        var scheme = new BearerScheme("api", new(), new TokenVerifier([issuer], new StageRevocations(), clock), clock);
        var policy = new AccessPolicy(AccessKind.AnyOf) { Schemes = [scheme], Scopes = [File.GetProperty("required_scope").GetString()!] };
        var authorization = "Bearer " + vector.GetProperty("token").GetString();

        var decision = await Gate.DecideAsync(new StageFacts(authorization), policy, TestContext.Current.CancellationToken);

        Assert.Equal(vector.GetProperty("accept").GetBoolean(), decision.IsAdmitted);
        if (decision.Refusal is not { } refusal)
            return;
        Assert.Equal(vector.GetProperty("status").GetInt32(), refusal.Row().Status);
        var challenge = Assert.Single(Gate.ChallengesFor(new StageFacts(authorization), policy, decision));
        Assert.Equal(vector.GetProperty("error").GetString(), challenge.Find("error"));
    }
}
