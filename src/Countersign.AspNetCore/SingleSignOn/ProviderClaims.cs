using System.Collections.Immutable;
using Countersign.AspNetCore.Sessions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a provider says of a person: in the ID token, and beyond it where it is asked (OpenID Connect Core §5.3). What it signed goes before what it told.</summary>
/// <param name="signed">What is in the ID token; null for OAuth 2.</param>
/// <param name="told">What it told when asked; null when it was not.</param>
internal sealed class ProviderClaims(JwtClaims? signed, JwtClaims? told)
{
    // Values of a claim that fits into a session beside the others.
    private const int MostValues = 500;
    private const int LongestValue = 512;
    private const int MostClaims = 64;

    public ImmutableArray<string> Values(string name) => Find(name).Values;

    /// <summary>The values of a claim, and the document that they stand in.</summary>
    public (ImmutableArray<string> Values, JwtClaims? In) Find(string name)
    {
        foreach (var claims in (ReadOnlySpan<JwtClaims?>)[signed, told])
        {
            if (claims is not null && ClaimValues.Of(claims, name) is { IsEmpty: false } values)
                return (values, claims);
        }

        return ([], null);
    }

    /// <summary>Those of the claims that routes ask for, as they are kept with a session.</summary>
    public SnapshotClaims Kept(string issuer, ImmutableArray<string> names) => new(
        issuer,
        names.Distinct(StringComparer.Ordinal).Take(MostClaims)
            .Select(name => (name, values: Values(name)))
            .Where(pair => pair.values.Length is > 0 and <= MostValues && pair.values.All(value => value.Length <= LongestValue))
            .ToImmutableDictionary(pair => pair.name, pair => pair.values, StringComparer.Ordinal));

    /// <summary>Nothing: claims are about people.</summary>
    public override string ToString() => "***";
}
