using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What a provider says of a person: in the ID token, and beyond it where it is asked (OpenID Connect Core §5.3).</summary>
/// <param name="issuer">Who says so.</param>
/// <param name="signed">What is in the ID token; null for OAuth 2.</param>
/// <param name="told">What it told when asked; null when it was not.</param>
internal sealed class ProviderClaims(string issuer, JwtClaims? signed, JwtClaims? told) : ISubjectClaims
{
    public string Issuer => issuer;

    // What it says of a person outlives the token that it stood in.
    public DateTimeOffset? Ends => null;

    /// <summary>What it signed goes before what it told.</summary>
    public ImmutableArray<string> Values(string name) => name == "iss" ? [issuer] : Find(name).Values;

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

    /// <summary>Nothing: claims are about people.</summary>
    public override string ToString() => "***";
}
