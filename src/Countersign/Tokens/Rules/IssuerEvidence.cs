using System.Collections.Immutable;

namespace Countersign.Tokens.Rules;

/// <summary>Says why an issuer is none that is trusted, without repeating what a stranger wrote: mostly it is a slash or a letter.</summary>
internal static class IssuerEvidence
{
    public static string Of(string? written, ImmutableArray<TrustedIssuer> issuers)
    {
        var wanted = $"wanted: {string.Join(" or ", issuers.Select(issuer => issuer.Name))}";
        if (written is null)
            return $"There is no iss; {wanted}.";
        foreach (var issuer in issuers)
        {
            if (written.TrimEnd('/') == issuer.Name.TrimEnd('/'))
                return $"The iss differs from {issuer.Name} by a slash at the end.";
            if (written.Equals(issuer.Name, StringComparison.OrdinalIgnoreCase))
                return $"The iss differs from {issuer.Name} by the case of letters.";
            if (AfterScheme(written).Equals(AfterScheme(issuer.Name), StringComparison.Ordinal))
                return $"The iss differs from {issuer.Name} by http and https.";
        }

        return $"The iss is another; {wanted}.";
    }

    private static ReadOnlySpan<char> AfterScheme(string name) =>
        name.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? name.AsSpan(at) : name;
}
