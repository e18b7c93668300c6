using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>A route, and how often it was used.</summary>
/// <param name="Name">Its name.</param>
internal sealed record SeenRoute(string Name)
{
    /// <summary>Its line in the file.</summary>
    public int Line { get; init; }

    /// <summary>Which requests it takes.</summary>
    public string Match { get; init; } = "";

    /// <summary>Whom it lets in.</summary>
    public string Access { get; init; } = "";

    /// <summary>Where they go; null for nowhere.</summary>
    public string? Upstream { get; init; }

    /// <summary>How many requests it let in since the start.</summary>
    public long Admitted { get; init; }

    /// <summary>How many it asked for credentials.</summary>
    public long Challenged { get; init; }

    /// <summary>How many it refused.</summary>
    public long Refused { get; init; }

    /// <summary>Whether any request came to it.</summary>
    public bool WasHit => Admitted + Challenged + Refused > 0;
}
