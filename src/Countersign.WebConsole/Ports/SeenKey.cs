using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>A key; the key itself nobody knows.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">How it begins.</param>
internal sealed record SeenKey(string Id, string Name, string Prefix)
{
    /// <summary>What it grants.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Whose it is; null for nobody's.</summary>
    public string? Owner { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was used last; null for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }
}
