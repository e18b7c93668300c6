using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;

namespace Countersign.Tests.Tokens.Dpop;

/// <summary>One request, a client with a key, and proofs of it that hold or lack one thing.</summary>
internal static class DpopStage
{
    public const string AccessToken = "at-for-dpop-tests.ABC-123~x";

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    public static DpopRequest Request { get; } = new("GET", "https", "api.example.com", "/v1/items");

    public static SigningKey Key { get; } = SigningKey.Create(JwsAlgorithm.ES256);

    public static DpopProofReader Reader { get; } = new(new());

    /// <summary>The claims of a proof that holds.</summary>
    public static JsonObject Claims() => new()
    {
        ["jti"] = "-BwC3ESc6acc2lTc",
        ["htm"] = "GET",
        ["htu"] = "https://api.example.com/v1/items",
        ["iat"] = 1700000000,
        ["ath"] = "t7eDZRZDfsbNP0SGHprUKme8ngAfi9RkjYFuiUpY3E4",
    };

    /// <summary>The header of a proof that holds.</summary>
    public static JsonObject Header(SigningKey? key = null) => new()
    {
        ["typ"] = "dpop+jwt",
        ["alg"] = (key ?? Key).Algorithm.Name,
        ["jwk"] = JsonNode.Parse(JwkWriter.Write((key ?? Key).Verifier)),
    };

    public static string Proof(JsonObject? header = null, JsonObject? claims = null, SigningKey? key = null) =>
        TokenStage.Sign(key ?? Key, (header ?? Header(key)).ToJsonString(), (claims ?? Claims()).ToJsonString());

    /// <summary>A proof whose claims were changed.</summary>
    public static string Proof(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return Proof(claims: claims);
    }

    public static DpopReading Read(string proof) => Reader.Read(proof, Request, AccessToken, Now);

    public static DpopRequest RequestOf(JsonElement vector)
    {
        var url = vector.GetProperty("url").GetString()!;
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = url.IndexOf('/', authority);
        return new(vector.GetProperty("method").GetString()!, url[..(authority - 3)], url[authority..path], url[path..]);
    }
}
