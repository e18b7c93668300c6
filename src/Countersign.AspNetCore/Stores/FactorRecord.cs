namespace Countersign.AspNetCore.Stores;

/// <summary>One factor of a user, without its secret.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Created">When it was set up.</param>
public sealed record FactorRecord(FactorKind Kind, DateTimeOffset Created)
{
    /// <summary>Which passkey: the beginning of its id, in hexadecimal digits; empty for the others, of which a user has one each.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the person calls a passkey; null for the others.</summary>
    public string? Label { get; init; }

    /// <summary>When it was used last; null when it never was, or for recovery codes.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>How many recovery codes are left; null for the others.</summary>
    public int? Left { get; init; }
}
