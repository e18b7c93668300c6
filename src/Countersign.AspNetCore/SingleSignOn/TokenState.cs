namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Whether the provider still stands behind a session.</summary>
internal enum TokenState
{
    /// <summary>It does, as far as anybody knows.</summary>
    Good,

    /// <summary>It does not: it takes the refresh token no more.</summary>
    Over,

    /// <summary>It could not be asked for longer than the operator puts up with.</summary>
    Unknown,
}
