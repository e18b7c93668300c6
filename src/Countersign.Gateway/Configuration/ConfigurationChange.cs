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
/// <param name="Route">The route of the new file, or of the old one where the new has none.</param>
/// <param name="Direction">Whether it opens or closes.</param>
/// <param name="Example">A request that shows it: method, host and path.</param>
/// <param name="Before">What the old file demands of it.</param>
/// <param name="After">What the new file demands of it.</param>
public sealed record ConfigurationChange(string Route, ChangeDirection Direction, string Example, string Before, string After);
