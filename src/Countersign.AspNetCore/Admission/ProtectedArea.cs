using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Schemes.Session;

namespace Countersign.AspNetCore.Admission;

/// <summary>What a request is judged for: a route of the gateway, or the endpoints of an application that have the same policies.</summary>
internal sealed class ProtectedArea
{
    /// <summary>Its name in journal, log and metrics.</summary>
    public required string Name { get; init; }

    public required AccessPolicy Policy { get; init; }

    /// <summary>The counters of its requests, resolved once.</summary>
    public required RouteMeters Meters { get; init; }

    /// <summary>The realm of the first scheme, which names the area to people.</summary>
    public string? Realm { get; init; }

    /// <summary>Whose scripts may use it; null where that is not the door's business.</summary>
    public CorsRules? Cors { get; init; }

    /// <summary>The scheme by which people get in who sign in; null when it takes no sessions.</summary>
    public SessionScheme? Session { get; init; }

    /// <summary>What somebody gets who has to sign in.</summary>
    public UnauthenticatedAnswer OnUnauthenticated { get; init; }

    /// <summary>Whether a 403 is shown as 404.</summary>
    public bool Conceal { get; init; }
}
