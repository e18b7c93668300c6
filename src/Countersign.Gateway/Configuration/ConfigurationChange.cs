using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>Which way a change goes.</summary>
public enum ChangeDirection
{
    /// <summary>Requests get in with less than before.</summary>
    Opened,

    /// <summary>Requests need more than before.</summary>
    Closed,
}

/// <summary>A route whose requests are judged otherwise than before.</summary>
/// <param name="Route">The route of the new file, or of the old one where the new has none; <c>(trusted-proxies)</c> for all of them.</param>
/// <param name="Direction">Whether it opens or closes.</param>
/// <param name="Example">A request that shows it: method, host and path.</param>
/// <param name="Before">What the old file demands of it.</param>
/// <param name="After">What the new file demands of it.</param>
public sealed record ConfigurationChange(string Route, ChangeDirection Direction, string Example, string Before, string After)
{
    /// <summary>The keys that make the difference, each with its section as on the reference page, such as <c>issuers.audiences</c>.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];
}

/// <summary>What a comparison of two files found.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="IsComplete">Whether all of both files was compared; else they are too large, and more may have changed.</param>
public sealed record ConfigurationComparison(ImmutableArray<ConfigurationChange> Changes, bool IsComplete);
