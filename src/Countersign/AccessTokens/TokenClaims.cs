using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.AccessTokens;

/// <summary>What a token says of its subject; each claim is read once, whatever the number of requests.</summary>
internal sealed class TokenClaims(VerifiedToken token) : ISubjectClaims
{
    private static readonly object Unsaid = new();

    private readonly ImmutableArray<string> _issuer = [token.Issuer];

    // In a box, so that another thread sees a whole number or none.
    private object? _signedIn;

    public string Issuer => token.Issuer;

    public DateTimeOffset? Ends => token.Claims.ExpiresAt?.ToTime();

    /// <summary><c>auth_time</c>: when the person signed in (OpenID Connect Core §2), in seconds since 1970; null when that is not said in a number.</summary>
    public decimal? SignedIn => (_signedIn ??= ReadSignedIn()) as decimal?;

    public ImmutableArray<string> Values(string name) => name switch
    {
        "iss" => _issuer,
        "scope" => token.Claims.Scopes,
        _ => ClaimValues.Of(token.Claims, name),
    };

    private object ReadSignedIn() =>
        Values("auth_time") is [var text] && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : Unsaid;
}
