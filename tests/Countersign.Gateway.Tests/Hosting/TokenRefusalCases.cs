using System.Text.Json.Nodes;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A request for each refusal of tokens and proofs.</summary>
internal static class TokenRefusalCases
{
    public const string Issuer = "https://issuer.example";

    /// <summary>For the configuration of <see cref="RefusalCases"/>; the upstream is asked about opaque tokens and says of each that it is not active.</summary>
    public const string Schemes = """
          tokens:
            type: bearer
            realm: Tokens
            allow-cleartext: true
            issuers:
              - { issuer: "https://issuer.example", keys: issuer.jwks, audiences: [api], algorithms: [ES256], clients: [app], claims: { tier: [gold] }, max-lifetime: 1h }
          opaque:
            type: bearer
            realm: Opaque
            allow-cleartext: true
            issuers:
              - { issuer: "https://issuer.example", keys: issuer.jwks, audiences: [api], introspection: { url: "UPSTREAM/introspect", client-id: gateway, client-secret: "none" } }
          absent: { type: bearer, realm: Absent, allow-cleartext: true, issuers: [{ issuer: "http://127.0.0.1:9", audiences: [api] }] }
          proven: { type: dpop, realm: Proven, tokens: tokens, algorithms: [ES256], allow-cleartext: true }
          fresh: { type: dpop, realm: Fresh, tokens: tokens, algorithms: [ES256], nonces: true, allow-cleartext: true }
        """;

    public const string Routes = """
          - { name: tokens, match: { path: /tokens/** }, access: { any-of: [tokens] }, upstream: UPSTREAM }
          - { name: opaque, match: { path: /opaque/** }, access: { any-of: [opaque] }, upstream: UPSTREAM }
          - { name: absent, match: { path: /absent/** }, access: { any-of: [absent] }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [tokens], acr: [gold, silver], max-age: 5m, scopes: [read] }, upstream: UPSTREAM }
          - { name: proven, match: { path: /proven/** }, access: { any-of: [proven] }, upstream: UPSTREAM }
          - { name: fresh, match: { path: /fresh/** }, access: { any-of: [fresh] }, upstream: UPSTREAM }
        """;

    private static readonly SigningKey Key = AccessToken.NewKey("k1");
    private static readonly SigningKey Client = AccessToken.NewKey("client");

    public static void WriteFiles(string folder) => File.WriteAllText(Path.Combine(folder, "issuer.jwks"), JwkWriter.WriteSet([Key.Verifier]));

    /// <summary>What the upstream says as an issuer that knows no token.</summary>
    public static Task KnowNothingAsync(HttpContext context) => context.Response.WriteAsync("""{"active":false}""");

    /// <summary>The fields of a request with a fault, and the path for it.</summary>
    public static (string Target, string[] Fields) Of(Refusal refusal) => refusal switch
    {
        Refusal.BearerMalformed => Bearer("a=b"),
        Refusal.BearerTokenInvalid => ("/opaque/a", [AccessToken.Bearer("2YotnFZFEjr1zCsicMWpAA")]),
        Refusal.BearerTokenUnreadable => Bearer("2YotnFZFEjr1zCsicMWpAA"),
        Refusal.BearerIssuerUnknown => Bearer(Token(claims => claims["iss"] = Issuer + "/")),
        Refusal.BearerAlgorithmNotAllowed => Bearer(Token(key: AccessToken.NewKey("k1", JwsAlgorithm.Find("ES384")))),
        Refusal.BearerKeyUnknown => Bearer(Token(key: AccessToken.NewKey("k2"))),
        Refusal.BearerSignatureWrong => Bearer(Token(key: AccessToken.NewKey("k1"))),
        Refusal.BearerTypeWrong => Bearer(Token(type: "JWT")),
        Refusal.BearerClaimMissing => Bearer(Token(claims => claims.Remove("sub"))),
        Refusal.BearerAudienceWrong => Bearer(Token(claims => claims["aud"] = "elsewhere")),
        Refusal.BearerClientNotAllowed => Bearer(Token(claims => claims["client_id"] = "stranger")),
        Refusal.BearerClaimNotAllowed => Bearer(Token(claims => claims["tier"] = "tin")),
        Refusal.BearerTokenBound => Bearer(Token(AccessToken.BoundTo(Client))),
        Refusal.BearerTokenNotYetValid => Bearer(Token(claims => claims["nbf"] = AccessToken.Now + 200)),
        Refusal.BearerLifetimeTooLong => Bearer(Token(claims => claims["exp"] = AccessToken.Now + 7200)),
        Refusal.BearerTokenRevoked => Bearer(Token(claims => claims["jti"] = "called-back")),
        Refusal.BearerTokenExpired => Bearer(Token(claims => claims["exp"] = AccessToken.Now - 100)),
        Refusal.IssuerUnavailable => ("/absent/a", [AccessToken.Bearer(AccessToken.Write("http://127.0.0.1:9", Key))]),
        Refusal.SignInInsufficient => ("/strong/a", [AccessToken.Bearer(Token())]),
        Refusal.DpopProofMissing => ("/proven/a", [.. Proven()[..1]]),
        Refusal.DpopProofInvalid => ("/proven/a", Proven(claims => claims.Remove("jti"))),
        Refusal.DpopTypeWrong => ("/proven/a", Proven(header: header => header["typ"] = "JWT")),
        Refusal.DpopAlgorithmNotAllowed => ("/proven/a", Proven(client: AccessToken.NewKey("other", JwsAlgorithm.Find("ES384")))),
        Refusal.DpopKeyInvalid => ("/proven/a", Proven(header: header => header.Remove("jwk"))),
        Refusal.DpopSignatureWrong => ("/proven/a", Proven(header: header => header["jwk"] = JsonNode.Parse(JwkWriter.Write(Key.Verifier)))),
        Refusal.DpopMethodMismatch => ("/proven/a", Proven(claims => claims["htm"] = "POST")),
        Refusal.DpopUriMismatch => ("/proven/a", Proven(claims => claims["htu"] = "http://gateway.test/proven/b")),
        Refusal.DpopTokenMismatch => ("/proven/a", Proven(claims => claims["ath"] = "t7eDZRZDfsbNP0SGHprUKme8ngAfi9RkjYFuiUpY3E4")),
        Refusal.DpopProofStale => ("/proven/a", Proven(claims => claims["iat"] = AccessToken.Now - 300)),
        Refusal.DpopProofReplayed => ("/proven/a", Proven()),
        Refusal.DpopNonceMissing => ("/fresh/a", Proven(target: "/fresh/a")),
        Refusal.DpopNonceStale => ("/fresh/a", Proven(claims => claims["nonce"] = "another-gateways", target: "/fresh/a")),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not one of tokens."),
    };

    /// <summary>Sends what produces the refusal and gives its answer.</summary>
    public static async Task<Reply> ProduceAsync(Refusal refusal, RunningGateway gateway)
    {
        var (target, fields) = Of(refusal);
        return await SendAsync(refusal, gateway, target, fields);
    }

    /// <summary>Sends it, after what has to have happened.</summary>
    public static async Task<Reply> SendAsync(Refusal refusal, RunningGateway gateway, string target, string[] fields)
    {
        if (refusal == Refusal.BearerTokenRevoked)
            gateway.Host.Services.Revocations.Add(new(RevocationKind.Id, "called-back"));
        if (refusal == Refusal.DpopProofReplayed)
            await gateway.GetAsync(target, fields);
        return await gateway.GetAsync(target, fields);
    }

    public static string Token(Action<JsonObject>? change = null, SigningKey? key = null, string? type = "at+jwt") => AccessToken.Write(Issuer, key ?? Key, change, type);

    private static (string Target, string[] Fields) Bearer(string token) => ("/tokens/a", [AccessToken.Bearer(token)]);

    private static string[] Proven(Action<JsonObject>? change = null, Action<JsonObject>? header = null, SigningKey? client = null, string target = "/proven/a")
    {
        var token = Token(AccessToken.BoundTo(client ?? Client));
        return ["Authorization: DPoP " + token, "DPoP: " + AccessToken.Proof(client ?? Client, token, "http://gateway.test" + target, change: change, header: header)];
    }
}
