namespace Countersign.AspNetCore.Stores;

/// <summary>One revocation.</summary>
/// <param name="Kind">By what it means tokens.</param>
/// <param name="Value">The <c>jti</c>, <c>sid</c> or <c>sub</c>; of a token its <see cref="Tokens.TokenHash"/> in lower-case hexadecimal digits.</param>
public sealed record RevocationRecord(RevocationKind Kind, string Value)
{
    /// <summary>Its number; the store gives it.</summary>
    public long Id { get; init; }

    /// <summary>Whose name <see cref="Value"/> is; null for every issuer's.</summary>
    public string? Issuer { get; init; }

    /// <summary>
    /// The hash of the same token with its other signature, or null when it has none: whoever has an ECDSA signature (r, s) can write (r, n - s),
    /// which is as good.
    /// </summary>
    public string? Twin { get; init; }

    /// <summary>When it was made, or renewed; the store gives it.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Why, in the operator's words; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>From when on it may be forgotten, as the tokens have ended by then; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}
