namespace Countersign.WebConsole.Ports;

/// <summary>A decision as it happened. Nothing in it is secret.</summary>
/// <param name="Time">When.</param>
/// <param name="Outcome">What became of the request.</param>
internal sealed record SeenDecision(DateTimeOffset Time, DecisionOutcome Outcome)
{
    /// <summary>The slug of the refusal; null for an admitted request.</summary>
    public string? Reason { get; init; }

    /// <summary>The status of the answer, where the gateway gave it.</summary>
    public int? Status { get; init; }

    /// <summary>The name of the route; null when none matched.</summary>
    public string? Route { get; init; }

    /// <summary>The configured name of the scheme that decided; null for none.</summary>
    public string? Scheme { get; init; }

    /// <summary>Whose request it was, masked where that is not sure; null for nobody's.</summary>
    public string? Subject { get; init; }

    /// <summary>The client's address.</summary>
    public string Client { get; init; } = "";

    /// <summary>The method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The host and port.</summary>
    public string Host { get; init; } = "";

    /// <summary>The path, without the query.</summary>
    public string Path { get; init; } = "";

    /// <summary>By what it can be explained; null for an admitted request.</summary>
    public string? Reference { get; init; }
}
