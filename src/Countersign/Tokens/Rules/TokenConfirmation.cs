using System.Text.Json;

namespace Countersign.Tokens.Rules;

/// <summary>The keys that a token is bound to (RFC 7800 §3.1).</summary>
internal sealed record TokenConfirmation(string? KeyThumbprint, string? CertificateThumbprint)
{
    /// <summary>What <c>cnf</c> says; null when the token is bound to nothing.</summary>
    public static TokenConfirmation? Of(JwtClaims claims)
    {
        if (!claims.IsBound || !claims.TryGet("cnf", out var cnf))
            return null;
        return cnf.ValueKind == JsonValueKind.Object ? new(Text(cnf, "jkt"), Text(cnf, "x5t#S256")) : new(null, null);
    }

    /// <summary>Why the presenter may not use a token; null when it may. What is bound in a way that is not known here may be used by nobody.</summary>
    public static string? FailureOf(TokenConfirmation? bound, in TokenPresentation presented)
    {
        if (bound is null)
            return presented.KeyThumbprint is null ? null : "The token is bound to no key and came with a DPoP proof: it is a plain Bearer token.";
        return bound.FailureFor(presented);
    }

    private string? FailureFor(in TokenPresentation presented)
    {
        if (KeyThumbprint is null && CertificateThumbprint is null)
            return "The token is bound by a cnf of a kind that is not known here.";
        if (KeyThumbprint is null && presented.KeyThumbprint is not null)
            return "The token is bound to no DPoP key and came with a proof.";
        if (KeyThumbprint is not null && presented.KeyThumbprint is null)
            return "The token is bound to a DPoP key and came as a plain Bearer token.";
        if (KeyThumbprint != presented.KeyThumbprint)
            return "The token is bound to another DPoP key than the proof's.";
        if (CertificateThumbprint is not null && presented.CertificateThumbprint is null)
            return "The token is bound to a TLS client certificate, and none came.";
        return CertificateThumbprint is not null && CertificateThumbprint != presented.CertificateThumbprint
            ? "The token is bound to another TLS client certificate."
            : null;
    }

    private static string? Text(JsonElement cnf, string name) =>
        cnf.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : "" : null;
}
