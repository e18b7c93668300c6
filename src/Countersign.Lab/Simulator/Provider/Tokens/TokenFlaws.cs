using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>What tokens on demand can be wrong in.</summary>
internal static class TokenFlaws
{
    private const int Hour = 3600;
    private const int Large = 9000;

    /// <summary>All of it.</summary>
    public static ImmutableArray<TokenFlaw> All { get; } =
    [
        new("expired", "It ended an hour ago (RFC 7519 §4.1.4).", Expire, "token/expired"),
        new("not-yet", "It begins in an hour (RFC 7519 §4.1.5).", draft => draft.Claims["nbf"] = draft.Claims["iat"]!.GetValue<long>() + Hour, "token/not-yet-valid"),
        new("issued-in-future", "It was made in an hour, by its iat (RFC 7519 §4.1.6). That alone is no reason to refuse it, and some libraries do.", draft => (draft.Claims["iat"], draft.Claims["exp"]) = (draft.Claims["iat"]!.GetValue<long>() + Hour, draft.Claims["iat"]!.GetValue<long>() + (2 * Hour)), "token/issued-in-future") { At = "/sim/401/bearer?iat=strict" },
        new("milliseconds", "Its times are in milliseconds, and lie fifty thousand years ahead (RFC 7519 §2).", draft => Times(draft, time => time * 1000), "token/time-not-seconds"),
        new("text-times", "Its times are texts, and so none (RFC 7519 §2).", draft => Times(draft, time => time.ToString(CultureInfo.InvariantCulture)), "token/time-not-seconds"),
        new("no-expiry", "It has no exp, and would count for ever (RFC 9068 §2.2).", draft => draft.Claims.Remove("exp"), "token/claims-missing"),
        new("long-lived", "It counts for a year.", draft => draft.Move("exp", 365 * 24 * Hour), "token/long-lived"),
        new("audience", "It is for another resource (RFC 7519 §4.1.3).", draft => draft.Claims["aud"] = "https://api.example.com/", "token/wrong-audience"),
        new("no-audience", "It is for nobody in particular (RFC 9068 §2.2).", draft => draft.Claims.Remove("aud"), "token/wrong-audience", "token/claims-missing"),
        new("issuer", "It is of another issuer (RFC 9068 §4).", draft => draft.Claims["iss"] = "https://login.example.com", "token/wrong-issuer"),
        new("issuer-slash", "Its issuer has a slash more than the provider's: another text, and so another issuer (RFC 9068 §4).", draft => draft.Claims["iss"] = $"{(string?)draft.Claims["iss"]}/", "token/wrong-issuer"),
        new("unknown-key", "It names a key that nobody has (RFC 7515 §4.1.4).", draft => draft.Header["kid"] = "unknown", "token/key-unknown"),
        new("rotated-key", "A key signed it that the provider took back when it changed its keys.", draft => draft.SignBy(draft.Keys.Retired), "token/key-unknown"),
        new("no-key-name", "It does not name its key (RFC 7515 §4.1.4), and the claims were changed behind the signature.", draft =>
        {
            draft.Header.Remove("kid");
            Forge(draft);
        }, "token/signature", "token/no-key-name"),
        new("signature", "Somebody gave themselves another name behind the signature (RFC 7515 §5.2).", Forge, "token/signature"),
        new("unsigned", "Its algorithm is none, and nobody signed it (RFC 8725 §3.1).", Unsign, "token/unsigned"),
        new("confused", "HS256, with the public key as the secret: who lets the token choose the algorithm takes it for signed (RFC 8725 §2.1).", Confuse, "token/algorithm"),
        new("id-token", "It is an ID token: it says to a client who signed in, and opens nothing (RFC 8725 §3.12).", ToIdToken, "token/not-an-access-token"),
        new("embedded-key", "It brings the key along by which it was signed (RFC 8725 §3.10).", BringKey, "token/key-unknown", "token/key-in-header"),
        new("critical", "It has a header member that nobody may pass over and nobody knows (RFC 7515 §4.1.11).", draft => (draft.Header["crit"], draft.Header["urgency"]) = (new JsonArray("urgency"), "high"), "token/critical-header"),
        new("duplicate", "It has a claim twice (RFC 7519 §4).", draft => draft.Rewrite = text => $"{text[..^1]},\"sub\":\"somebody-else\"}}", "token/duplicate-member", "token/no-visible-fault"),
        new("oversize", "It has so many groups that it is longer than the fields that most servers take.", draft => draft.Claims["groups"] = new JsonArray(Enumerable.Range(1, Large / 16).Select(number => (JsonNode?)string.Create(CultureInfo.InvariantCulture, $"group-{number:0000}")).ToArray()), "token/oversize"),
        new("no-subject", "It does not say whom it is about (RFC 9068 §2.2).", draft => draft.Claims.Remove("sub"), "token/claims-missing"),
        new("cut", "The last characters of it got lost.", draft =>
        {
            var sign = draft.Sign;
            draft.Sign = input => sign(input)[..^8];
        }, "token/signature"),
    ];

    private static void Expire(TokenDraft draft)
    {
        foreach (var claim in (string[])["iat", "exp", "auth_time"])
        {
            if (draft.Claims.ContainsKey(claim))
                draft.Move(claim, -2 * Hour);
        }
    }

    private static void Times(TokenDraft draft, Func<long, JsonNode?> write)
    {
        foreach (var claim in (string[])["iat", "nbf", "exp"])
        {
            if (draft.Claims[claim] is JsonValue value)
                draft.Claims[claim] = write(value.GetValue<long>());
        }
    }

    private static void Forge(TokenDraft draft)
    {
        var (sign, genuine) = (draft.Sign, draft.Claims.ToJsonString());
        draft.Claims["sub"] = "admin";
        draft.Sign = _ => sign(System.Text.Encoding.UTF8.GetBytes(genuine));
    }

    private static void Unsign(TokenDraft draft)
    {
        draft.Header["alg"] = "none";
        draft.Header.Remove("kid");
        draft.Sign = _ => [];
    }

    private static void Confuse(TokenDraft draft)
    {
        draft.Header["alg"] = JwsAlgorithm.HS256.Name;
        draft.Header["kid"] = draft.Keys.Signer(JwsAlgorithm.RS256).KeyId;
        draft.Sign = input => HMACSHA256.HashData(draft.Keys.RsaPem(), input);
    }

    private static void ToIdToken(TokenDraft draft)
    {
        draft.Header["typ"] = "JWT";
        draft.Claims["aud"] = (string?)draft.Claims["client_id"];
        draft.Claims["nonce"] = Handle.Next();
        foreach (var claim in (string[])["client_id", "scope", "jti"])
            draft.Claims.Remove(claim);
    }

    private static void BringKey(TokenDraft draft)
    {
        var key = SigningKey.Create(JwsAlgorithm.ES256, "brought");
        draft.SignBy(key);
        draft.Header["jwk"] = JsonNode.Parse(JwkWriter.Write(key.Verifier));
    }
}
