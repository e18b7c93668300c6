using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>Says what claims mean at the moment (RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2).</summary>
internal sealed class ClaimWords(JwtClaims claims, TokenClocks clocks)
{
    // A NumericDate has no more; the decimals of other claims do.
    private const decimal FurthestTime = 1e19m;

    /// <summary>Of a claim that is not of its type: its value, its name.</summary>
    public const string WrongType = "{0}, not what {1} has to be";

    /// <summary>Of <c>sub</c>, where it is the client.</summary>
    public const string ClientItself = "whom it is about: the client itself, no person";

    /// <summary>Of <c>aud</c>, where there are several.</summary>
    public const string SeveralAudiences = "for whom it was made: any of these";

    /// <summary>Of <c>cnf</c> with a key.</summary>
    public const string BoundToKey = "bound to the DPoP key {0}: counts only with a proof by that key (RFC 9449 §6.1)";

    /// <summary>Of <c>cnf</c> with a certificate.</summary>
    public const string BoundToCertificate = "bound to the TLS client certificate {0}: counts only over a connection with it (RFC 8705 §3.1)";

    /// <summary>Of any other <c>cnf</c>.</summary>
    public const string BoundSomehow = "{0}, bound in a way that is not known here: nobody may take it";

    private const string Scope = "what it may be used for";
    private const string Binding = "binds an ID token to what came with it";

    /// <summary>What claims mean whose values are texts.</summary>
    public static FrozenDictionary<string, string> Meanings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["iss"] = "the issuer, who made it",
        ["sub"] = "whom it is about, in the issuer's words",
        ["aud"] = "for whom it was made",
        ["client_id"] = "the client that it was given to",
        ["azp"] = "the client that it was given to (OpenID Connect's word)",
        ["scope"] = Scope,
        ["scp"] = Scope,
        ["roles"] = "the subject's roles",
        ["groups"] = "the subject's groups",
        ["jti"] = "its own name, by which it can be revoked",
        ["sid"] = "the session at the issuer that it belongs to",
        ["acr"] = "how strongly the person signed in, in the issuer's words",
        ["amr"] = "by which means the person signed in",
        ["nonce"] = "what the client sent to the issuer: ID tokens have it",
        ["at_hash"] = Binding,
        ["c_hash"] = Binding,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What claims mean that are moments: what is said once it has come, and before.</summary>
    public static FrozenDictionary<string, (string Past, string Future)> Times { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["exp"] = ("expired {0} ago", "expires in {0}"),
        ["nbf"] = ("counts since {0}", "counts only in {0}"),
        ["iat"] = ("made {0} ago", "made {0} from now, so that its maker's clock is ahead"),
        ["auth_time"] = ("the person signed in {0} ago", "the person signs in {0} from now, so that the issuer's clock is ahead"),
        ["updated_at"] = ("what is said of the person was changed {0} ago", "what is said of the person is changed {0} from now"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The claim in words. One that is not of its type is shown as it is.</summary>
    public string Of(string name, JsonElement value)
    {
        foreach (var fault in claims.Faults)
        {
            if (fault.Name == name)
                return Format(WrongType, JsonWords.Of(value), name);
        }

        return TimeOf(name, value) ?? NamedOf(name, value) ?? JsonWords.Of(value);
    }

    private string? TimeOf(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var seconds) || Math.Abs(seconds) > FurthestTime)
            return null;
        return Times.TryGetValue(name, out var words) ? TimeWords.Of(new NumericDate(seconds), words.Past, words.Future, clocks) : null;
    }

    private string? NamedOf(string name, JsonElement value)
    {
        if (name == "cnf")
            return Confirmation(value);
        return MeaningOf(name) is { } meaning && JsonWords.List(value) is { } text ? $"{text}, {meaning}" : null;
    }

    private string? MeaningOf(string name) => name switch
    {
        "sub" when claims.Subject == claims.ClientId => ClientItself,
        "aud" when claims.Audience.Length > 1 => SeveralAudiences,
        _ => Meanings.GetValueOrDefault(name),
    };

    private static string Confirmation(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("jkt", out var key))
                return Format(BoundToKey, JsonWords.Of(key));
            if (value.TryGetProperty("x5t#S256", out var certificate))
                return Format(BoundToCertificate, JsonWords.Of(certificate));
        }

        return Format(BoundSomehow, JsonWords.Of(value));
    }

    private static string Format(string words, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, words, values);
}
