using System.Collections.Immutable;

namespace Countersign.AspNetCore.Stores;

/// <summary>One user of the store.</summary>
/// <param name="Name">The name; case-sensitive.</param>
/// <param name="PasswordHash">The hash of the password, in the form of an htpasswd line.</param>
public sealed record UserRecord(string Name, string PasswordHash)
{
    /// <summary>The groups that it belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>Whether an operator switched it off.</summary>
    public bool Disabled { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The name alone: hashes are not for logs.</summary>
    public override string ToString() => Name;
}
