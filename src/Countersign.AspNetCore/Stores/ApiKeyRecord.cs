using System.Collections.Immutable;

namespace Countersign.AspNetCore.Stores;

/// <summary>What is known of a key; the key itself is not.</summary>
/// <param name="Id">Its public id, the subject's name.</param>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Prefix">How it begins, to recognise it by.</param>
public sealed record ApiKeyRecord(string Id, string Name, string Prefix)
{
    /// <summary>The scopes that it grants.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Whose it is, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was used last, to the minute; null when it never was.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The id of the key that it was made to replace, or null.</summary>
    public string? Replaces { get; init; }

    /// <summary>The id of the key that was made to replace it, or null.</summary>
    public string? ReplacedBy { get; init; }
}

/// <summary>A new key, shown once.</summary>
/// <param name="Key">The key itself.</param>
/// <param name="Record">What the store keeps of it.</param>
public sealed record NewApiKey(Secret Key, ApiKeyRecord Record);
