using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Decisions;
using Countersign.Schemes.Bearer;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Bearer;

/// <summary>The requests of bearer.json: what a token in the field, a form or the query is answered with (RFC 6750 §2, §3.1).</summary>
public sealed partial class BearerRequestVectorTests
{
    private static readonly JsonElement File = Vectors.Load("bearer.json");

    private readonly BearerStage _stage = new();

    // BR-13 asks for the challenge of another scheme, which DPoP's tests look at over HTTP.
    public static TheoryData<string> Ids =>
        [.. File.GetProperty("vectors").EnumerateArray().Select(vector => vector.GetProperty("id").GetString()!).Where(id => id != "BR-13")];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Answers_as_the_vector_says(string id)
    {
        var vector = File.GetProperty("vectors").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        var request = vector.GetProperty("request");
        var form = TextOf(request, "form");
        var facts = new StageFacts(TextOf(request, "authorization")?.TrimEnd())
        {
            RequestMethod = TextOf(request, "method") ?? "GET",
            Query = TextOf(request, "query") is { } query ? "?" + query : "",
            Form = form,
        };

        // What a form brings with GET is no token even where forms are taken.
        var policy = TextOf(request, "policy");
        var options = new BearerOptions { Realm = "example", TokenInQuery = policy == "query enabled", TokenInForm = policy == "form enabled" || form is not null };
        var scheme = new BearerScheme("api", options, _stage.Verifier, _stage.Clock);
        var access = new AccessPolicy(AccessKind.AnyOf)
        {
            Schemes = [scheme],
            Scopes = TextOf(request, "needs_scope") is { } scope ? [scope] : [],
            SignIn = id == "BR-14" ? new(["urn:mace:incommon:iap:silver"], TimeSpan.FromSeconds(300)) : null,
        };

        var decision = await Gate.DecideAsync(facts, access, TestContext.Current.CancellationToken);

        var status = vector.GetProperty("status").GetInt32();
        Assert.Equal(status, decision.Refusal?.Row().Status ?? 200);
        if (status == 200)
            return;
        var challenge = Assert.Single(Gate.ChallengesFor(facts, access, decision));
        var wanted = Assert.Single(ChallengeReader.Read(vector.GetProperty("www_authenticate").GetString()!).Challenges);
        foreach (var name in new[] { "error", "scope", "acr_values", "max_age" })
            Assert.Equal(wanted.Find(name), challenge.Find(name));
    }

    /// <summary>A value with the words of the vectors turned into tokens that are what they say.</summary>
    private string? TextOf(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Words().Replace(value.GetString()!, word => TokenOf(word.Value) ?? word.Value)
            : null;

    private string? TokenOf(string word) => word switch
    {
        "abc" or "good-but-scope-read" => _stage.Token(),
        "expired" => _stage.Token(claims => claims["exp"] = 1_600_000_000),
        "mtls-bound" => _stage.Token(claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" }),
        "ok-but-acr-too-low" => _stage.Token(claims => claims["acr"] = "bronze"),
        _ => null,
    };

    [GeneratedRegex("(?<=^Bearer |^bearer |access_token=)[a-z-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
