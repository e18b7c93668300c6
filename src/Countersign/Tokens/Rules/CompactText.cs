namespace Countersign.Tokens.Rules;

/// <summary>Tells tokens in the compact serialization (RFC 7515 §7.1, RFC 7516 §7.1) from opaque ones by their looks.</summary>
internal static class CompactText
{
    /// <summary>Whether a token looks signed.</summary>
    public static bool IsSigned(string token) => token.AsSpan().Count('.') == 2 && HasHeader(token);

    /// <summary>Why a token that looks signed or encrypted is not in the one spelling of its octets; null when it is, or looks like neither.</summary>
    public static TokenFault? Misspelling(string token)
    {
        if (token.AsSpan().Count('.') is not (2 or 4) || !HasHeader(token))
            return null;
        foreach (var range in token.AsSpan().Split('.'))
        {
            var part = token.AsSpan()[range];
            if (Base64UrlText.Decode(part, new byte[Base64UrlText.DecodedLength(part.Length)]) is { } fault)
                return fault;
        }

        return null;
    }

    // Dots stand in opaque tokens too: a header begins with a brace, behind blanks or not.
    private static bool HasHeader(string token)
    {
        if (token is ['e', 'y' or 'w', ..])
            return true;
        var header = token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal));
        var octets = new byte[Base64UrlText.DecodedLength(header.Length)];
        return Base64UrlText.Decode(header, octets) is null && octets.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }
}
