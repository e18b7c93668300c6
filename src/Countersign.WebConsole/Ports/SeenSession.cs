using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>A session that is not over.</summary>
/// <param name="Handle">By what it is revoked; nobody gets in with it.</param>
/// <param name="Name">Whose it is.</param>
internal sealed record SeenSession(string Handle, string Name)
{
    /// <summary>Who vouched for the person; null for the store.</summary>
    public string? Provider { get; init; }

    /// <summary>By what it was proven who it is.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>When it began.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was used last, to the minute.</summary>
    public DateTimeOffset LastUsed { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset Ends { get; init; }

    /// <summary>The address from which it began.</summary>
    public string Client { get; init; } = "";

    /// <summary>What the browser called itself; null when it did not say.</summary>
    public string? UserAgent { get; init; }
}
