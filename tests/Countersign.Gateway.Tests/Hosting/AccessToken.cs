using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Access tokens and the proofs that come with them, good but for what a test changes.</summary>
internal static class AccessToken
{
    public static SigningKey NewKey(string kid, JwsAlgorithm? algorithm = null) => SigningKey.Create(algorithm ?? JwsAlgorithm.ES256, kid);

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A token of an issuer, for the audience <c>api</c>, good for five minutes.</summary>
    public static string Write(string issuer, SigningKey key, Action<JsonObject>? change = null, string? type = "at+jwt")
    {
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["sub"] = "anna",
            ["aud"] = "api",
            ["exp"] = Now + 300,
            ["iat"] = Now,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["client_id"] = "app",
            ["scope"] = "read",
            ["tier"] = "gold",
        };
        change?.Invoke(claims);
        return JwsWriter.Write(key, JsonSerializer.SerializeToUtf8Bytes(claims), type);
    }

    /// <summary>Binds a token to the key of a client (RFC 9449 §6).</summary>
    public static Action<JsonObject> BoundTo(SigningKey client) => claims => claims["cnf"] = new JsonObject { ["jkt"] = client.Verifier.Thumbprint };

    /// <summary>A proof that a client has its key, for one request with one token (RFC 9449 §4.2).</summary>
    public static string Proof(
        SigningKey client, string token, string url, string method = "GET", Action<JsonObject>? change = null, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = client.Algorithm.Name, ["jwk"] = JsonNode.Parse(JwkWriter.Write(client.Verifier)) };
        header?.Invoke(head);
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = method,
            ["htu"] = url,
            ["iat"] = Now,
            ["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token))),
        };
        change?.Invoke(claims);
        var input = $"{Encoded(head)}.{Encoded(claims)}";
        return $"{input}.{Base64Url.EncodeToString(client.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Bearer(string token) => "Authorization: Bearer " + token;

    /// <summary>Both fields of a DPoP request to <c>http://gateway.test</c>.</summary>
    public static string[] Dpop(SigningKey client, string token, string target, string method = "GET", string? nonce = null) =>
        ["Authorization: DPoP " + token, "DPoP: " + Proof(client, token, "http://gateway.test" + target, method, claims => { if (nonce is not null) claims["nonce"] = nonce; })];

    private static string Encoded(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
