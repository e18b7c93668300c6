namespace Countersign.WebConsole.Ports;

/// <summary>Which decisions somebody wants to see; an empty text means any.</summary>
internal sealed record DecisionFilter
{
    /// <summary>The name of the route.</summary>
    public string Route { get; init; } = "";

    /// <summary>The outcome; null for any.</summary>
    public DecisionOutcome? Outcome { get; init; }

    /// <summary>The slug of the refusal.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How the client's address begins.</summary>
    public string Client { get; init; } = "";

    /// <summary>What stands in the path.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether all are wanted.</summary>
    public bool IsOpen => this == new DecisionFilter();

    /// <summary>Whether a decision is wanted.</summary>
    public bool Takes(SeenDecision decision) =>
        (Outcome is null || Outcome == decision.Outcome)
        && (Route.Length == 0 || Route == decision.Route)
        && (Reason.Length == 0 || Reason == decision.Reason)
        && decision.Client.StartsWith(Client, StringComparison.OrdinalIgnoreCase)
        && decision.Path.Contains(Path, StringComparison.Ordinal);
}
