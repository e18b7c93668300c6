using System.Collections.Frozen;
using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>Says what the members of a token's header mean (RFC 7515 §4.1).</summary>
internal static class HeaderWords
{
    /// <summary>Of <c>alg</c> and <c>typ</c> that are no texts.</summary>
    public const string NoText = "not a text, as it has to be";

    /// <summary>Of <c>typ</c> that nobody knows.</summary>
    public const string UnknownType = "a kind of token that is not known here";

    private const string KeyAddress = "an address of keys; nobody should follow it, for whoever forged the token wrote it";
    private const string OwnKey = "a key that the token brings itself; it proves nothing, but in a DPoP proof";
    private const string Thumbprint = "the thumbprint of the certificate of the key that signed it";

    public static string Of(string name, JsonElement value)
    {
        var shown = JsonWords.Of(value);
        return MeaningOf(name, value) is { } meaning ? $"{shown}, {meaning}" : shown;
    }

    /// <summary>What members mean, whatever their value.</summary>
    public static FrozenDictionary<string, string> Members { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kid"] = "the name of the key that signed it",
        ["cty"] = "what the payload is",
        ["enc"] = "how the content is encrypted",
        ["zip"] = "how the content is compressed",
        ["crit"] = "extensions that whoever does not know them has to refuse it for",
        ["b64"] = "a payload that is not encoded: such tokens are refused",
        ["jku"] = KeyAddress,
        ["x5u"] = KeyAddress,
        ["jwk"] = OwnKey,
        ["x5c"] = OwnKey,
        ["x5t"] = Thumbprint,
        ["x5t#S256"] = Thumbprint,
        ["nonce"] = "a member that some issuers put in for themselves: nobody else can verify such tokens",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the kinds of tokens are, by <c>typ</c> in lower case and without <c>application/</c>.</summary>
    public static FrozenDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["at+jwt"] = "an access token (RFC 9068)",
        ["jwt"] = "a token of any kind: an access token, an ID token or another",
        ["id+jwt"] = "an ID token, made for the client and not for a server",
        ["dpop+jwt"] = "a DPoP proof (RFC 9449): it goes with a token and is none",
        ["logout+jwt"] = "a logout token: it ends a session and opens nothing",
        ["secevent+jwt"] = "a security event (RFC 8417): it tells something and opens nothing",
        ["token-introspection+jwt"] = "an answer about a token (RFC 9701), not a token",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string? MeaningOf(string name, JsonElement value) => name switch
    {
        "alg" => value.ValueKind == JsonValueKind.String ? OfAlgorithm(value.GetString()!) : NoText,
        "typ" => value.ValueKind == JsonValueKind.String ? OfType(value.GetString()!) : NoText,
        _ => Members.GetValueOrDefault(name),
    };

    /// <summary>What an algorithm is.</summary>
    public static string OfAlgorithm(string name)
    {
        if (name.Equals("none", StringComparison.OrdinalIgnoreCase))
            return "it is not signed: anybody could have written it";
        if (JwsAlgorithm.Find(name) is not { } algorithm)
            return "an algorithm that is not known here";
        if (algorithm.IsSymmetric)
            return $"signed with a secret (HMAC with SHA-{name[2..]}): whoever can verify it could have made it";
        return name[..2] switch
        {
            "RS" => $"signed with the private key of an RSA pair (PKCS #1 v1.5 with SHA-{name[2..]})",
            "PS" => $"signed with the private key of an RSA pair (PSS with SHA-{name[2..]})",
            "ES" => $"signed with the private key of a pair on {algorithm.Curve} (ECDSA with SHA-{name[2..]})",
            _ => $"signed with the private key of an {algorithm.Curve} pair",
        };
    }

    private static string OfType(string type)
    {
        const string Prefix = "application/";
        var name = type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? type[Prefix.Length..] : type;
        return Types.GetValueOrDefault(name.ToLowerInvariant(), UnknownType);
    }
}
