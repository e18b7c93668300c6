using System.Text.Json;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>Says what claims mean at the moment (RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2).</summary>
internal sealed class ClaimWords(JwtClaims claims, TokenClocks clocks)
{
    // A NumericDate has no more; the decimals of other claims do.
    private const decimal FurthestTime = 1e19m;

    /// <summary>The claim in words. One that is not of its type is shown as it is.</summary>
    public string Of(string name, JsonElement value)
    {
        foreach (var fault in claims.Faults)
        {
            if (fault.Name == name)
                return $"{JsonWords.Of(value)}, not what {name} has to be";
        }

        return TimeOf(name, value) ?? NamedOf(name, value) ?? JsonWords.Of(value);
    }

    private string? TimeOf(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var seconds) || Math.Abs(seconds) > FurthestTime)
            return null;
        var date = new NumericDate(seconds);
        return name switch
        {
            "exp" => TimeWords.Of(date, "expired {0} ago", "expires in {0}", clocks),
            "nbf" => TimeWords.Of(date, "counts since {0}", "counts only in {0}", clocks),
            "iat" => TimeWords.Of(date, "made {0} ago", "made {0} from now, so that its maker's clock is ahead", clocks),
            "auth_time" => TimeWords.Of(date, "the person signed in {0} ago", "the person signs in {0} from now, so that the issuer's clock is ahead", clocks),
            "updated_at" => TimeWords.Of(date, "what is said of the person was changed {0} ago", "what is said of the person is changed {0} from now", clocks),
            _ => null,
        };
    }

    private string? NamedOf(string name, JsonElement value)
    {
        if (name == "cnf")
            return Confirmation(value);
        return MeaningOf(name) is { } meaning && JsonWords.List(value) is { } text ? $"{text}, {meaning}" : null;
    }

    private string? MeaningOf(string name) => name switch
    {
        "iss" => "the issuer, who made it",
        "sub" => claims.Subject == claims.ClientId ? "whom it is about: the client itself, no person" : "whom it is about, in the issuer's words",
        "aud" => claims.Audience.Length > 1 ? "for whom it was made: any of these" : "for whom it was made",
        "client_id" => "the client that it was given to",
        "azp" => "the client that it was given to (OpenID Connect's word)",
        "scope" or "scp" => "what it may be used for",
        "roles" => "the subject's roles",
        "groups" => "the subject's groups",
        "jti" => "its own name, by which it can be revoked",
        "sid" => "the session at the issuer that it belongs to",
        "acr" => "how strongly the person signed in, in the issuer's words",
        "amr" => "by which means the person signed in",
        "nonce" => "what the client sent to the issuer: ID tokens have it",
        "at_hash" or "c_hash" => "binds an ID token to what came with it",
        _ => null,
    };

    private static string Confirmation(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("jkt", out var key))
                return $"bound to the DPoP key {JsonWords.Of(key)}: counts only with a proof by that key (RFC 9449 §6.1)";
            if (value.TryGetProperty("x5t#S256", out var certificate))
                return $"bound to the TLS client certificate {JsonWords.Of(certificate)}: counts only over a connection with it (RFC 8705 §3.1)";
        }

        return $"{JsonWords.Of(value)}, bound in a way that is not known here: nobody may take it";
    }
}
