using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Bearer;
using Countersign.Tests.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Tests.Schemes.Bearer;

/// <summary>An issuer, a resource that trusts it, and a clock.</summary>
internal sealed class BearerStage
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com/";

    public StageClock Clock { get; } = new();

    public StageKeys Keys { get; } = new(TokenStage.AllKeys);

    public StageRevocations Revocations { get; } = new();

    public TokenRules Rules { get; init; } = new() { Audiences = [Audience], Leeway = TimeSpan.Zero, Algorithms = JwsAlgorithm.All };

    public TokenVerifier Verifier => field ??= new([new TrustedIssuer(Issuer, Keys, Rules)], Revocations, Clock);

    public BearerScheme Scheme => field ??= new("api", new() { Realm = "example" }, Verifier, Clock);

    /// <summary>The claims of a token that is good for five minutes.</summary>
    public JsonObject Claims(Action<JsonObject>? change = null)
    {
        var now = Clock.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "anna",
            ["aud"] = Audience,
            ["exp"] = now + 300,
            ["iat"] = now,
            ["jti"] = "j1",
            ["client_id"] = "app",
            ["scope"] = "read",
        };
        change?.Invoke(claims);
        return claims;
    }

    public string Token(Action<JsonObject>? change = null, string algorithm = "ES256", string? type = "at+jwt") =>
        JwsWriter.Write(TokenStage.Signers[algorithm], JsonSerializer.SerializeToUtf8Bytes(Claims(change)), type);

    public ValueTask<TokenJudgement> Verify(string token, TokenPresentation presented = default) => Verifier.VerifyAsync(token, presented, CancellationToken.None);

    public ValueTask<Decision> Decide(string? authorization, AccessPolicy? policy = null) => Decide(new StageFacts(authorization), policy);

    public ValueTask<Decision> Decide(StageFacts request, AccessPolicy? policy = null) =>
        Gate.DecideAsync(request, policy ?? Policy(), CancellationToken.None);

    public AccessPolicy Policy() => new(AccessKind.AnyOf) { Schemes = [Scheme] };

    public static IEnumerable<string> Challenges(string? authorization, AccessPolicy policy, Decision decision) =>
        Gate.ChallengesFor(new StageFacts(authorization), policy, decision).Select(challenge => challenge.ToString());
}

internal sealed class StageClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Keys that change when a test says so, and an issuer that can be gone.</summary>
internal sealed class StageKeys(KeySet? current) : IIssuerKeys
{
    public KeySet? Current { get; set; } = current;

    /// <summary>What the issuer answers when it is asked.</summary>
    public Func<KeyLook>? Answer { get; set; }

    public int Looks { get; private set; }

    public ValueTask<KeyLook> LookAsync(CancellationToken cancel)
    {
        Looks++;
        var look = Answer?.Invoke() ?? new(Current, IsCurrent: true);
        Current = look.Keys;
        return new(look);
    }
}

internal sealed class StageRevocations : IRevocations
{
    public bool IsReadable { get; set; } = true;

    public HashSet<string> Ids { get; } = [];

    public string? Find(in TokenNames token) => token.Id is { } id && Ids.Contains(id) ? "Its jti was revoked." : null;
}

internal sealed class StageFacts(string? authorization, bool isTls = true) : RequestFacts
{
    /// <summary>The <c>DPoP</c> field; null for none.</summary>
    public string? Proof { get; init; }

    /// <summary>The content of a form; null for none.</summary>
    public string? Form { get; init; }

    public string FormType { get; init; } = "application/x-www-form-urlencoded";

    /// <summary>What became of reading the content, if not all of it.</summary>
    public ContentReading? Unread { get; init; }

    public string RequestMethod { get; init; } = "GET";

    public string Query { get; init; } = "";

    public override string Method => RequestMethod;

    public override string Target => "/" + Query;

    public override string Host => "api.example.com";

    public override bool IsTls => isTls;

    public override IPAddress ClientAddress => IPAddress.Loopback;

    public override bool IsFromScript => false;

    public override string? Field(string name) => name switch
    {
        "Authorization" => authorization,
        "DPoP" => Proof,
        "Content-Type" => Form is null ? null : FormType,
        _ => null,
    };

    public override int FieldCount(string name) => Field(name) is null ? 0 : 1;

    public override ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel) =>
        new(Unread ?? ContentReading.Whole(Encoding.Latin1.GetBytes(Form ?? "")));
}
