namespace Countersign.Tokens.Rules;

/// <summary>Tells tokens in the compact serialization (RFC 7515 §7.1, RFC 7516 §7.1) from opaque ones by their looks.</summary>
internal static class CompactText
{
    // Dots stand in opaque tokens too; only a header that can be read makes a token a signed one.
    /// <summary>Whether a token looks signed.</summary>
    public static bool IsSigned(string token) => Begins(token) && token.AsSpan().Count('.') == 2;

    /// <summary>Why a token that looks signed or encrypted is not in the one spelling of its octets; null when it is, or looks like neither.</summary>
    public static TokenFault? Misspelling(string token)
    {
        if (!Begins(token) || token.AsSpan().Count('.') is not (2 or 4))
            return null;
        foreach (var range in token.AsSpan().Split('.'))
        {
            var part = token.AsSpan()[range];
            if (Base64UrlText.Decode(part, new byte[Base64UrlText.DecodedLength(part.Length)]) is { } fault)
                return fault;
        }

        return null;
    }

    private static bool Begins(string token) => token.StartsWith("eyJ", StringComparison.Ordinal);
}
