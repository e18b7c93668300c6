using System.Security.Cryptography;
using System.Text;

namespace Countersign.Client.Tokens;

/// <summary>An access token as a token endpoint gave it (RFC 6749 §5.1).</summary>
/// <param name="value">The token.</param>
public sealed class AccessToken(Secret value)
{
    private bool _isProven;

    /// <summary>How it is used: <c>Bearer</c> or <c>DPoP</c>.</summary>
    public string Type { get; init; } = "Bearer";

    /// <summary>How long it counts, from when it was asked for; null where nobody knows.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The scopes that were granted; null where they are those that were asked for.</summary>
    public string? Scope { get; init; }

    /// <summary>The first digits of its hash, by which logs tell tokens apart.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.Reveal()))[..4]);

    /// <summary>By what the next one is got, where the answer has it (RFC 6749 §6); null for none.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Who signed in, where the answer says so (OpenID Connect Core §3.1.3.3); nobody has verified it. Null for none.</summary>
    public Secret? IdToken { get; init; }

    /// <summary>The token itself.</summary>
    internal Secret Value => value;

    /// <summary>When it was asked for, by the monotonic clock; null where the grant does not say, and it was then.</summary>
    internal long? AskedAt { get; set; }

    /// <summary>How far the clock of who gave it was before this one's; null where that is unknown.</summary>
    internal TimeSpan? GiverAhead { get; init; }

    /// <summary>Whether it was got because a server refused the one before.</summary>
    internal bool IsReplacement { get; set; }

    /// <summary>Whether a server has taken it.</summary>
    internal bool IsProven => Volatile.Read(ref _isProven);

    /// <summary>Whether it is of a type; RFC 6749 §7.1 compares them without regard to case.</summary>
    internal bool IsOfType(string type) => type.Equals(Type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The credentials that were made of it last, for those who send it unchanged.</summary>
    internal Schemes.SentCredentials? Sent { get; set; }

    internal void Prove() => Volatile.Write(ref _isProven, true);

    /// <summary>Whether it is the same token, come by another way.</summary>
    internal bool IsSame(AccessToken? other) => ReferenceEquals(this, other) || (other is not null && value.Reveal() == other.Value.Reveal());

    internal bool HasEnded(TimeProvider clock, long now) => Lifetime is { } lifetime && AskedAt is { } asked && clock.GetElapsedTime(asked, now) >= lifetime;

    /// <summary>The mark alone.</summary>
    public override string ToString() => $"{Type} {Mark}…";
}
