using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.TokenTools;

/// <summary>What became of one check, or of one demand of a route.</summary>
public enum TrialOutcome
{
    /// <summary>It holds.</summary>
    Ok,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>Nobody looked: it was not asked for, or what it needs is not known.</summary>
    NotJudged,
}

/// <summary>One check of a token.</summary>
/// <param name="Check">Which.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Notes">The evidence of each failure, or why it was not judged.</param>
public readonly record struct TrialCheck(TokenCheck Check, TrialOutcome Outcome, ImmutableArray<string> Notes);

/// <summary>One demand of a route.</summary>
/// <param name="Name">What the configuration calls it.</param>
/// <param name="Wanted">What is wanted.</param>
/// <param name="Outcome">Whether the token's subject has it.</param>
/// <param name="Note">What it has instead, or why it was not judged.</param>
public readonly record struct TrialDemand(string Name, string Wanted, TrialOutcome Outcome, string? Note);

/// <summary>What the gateway would make of a token.</summary>
public sealed record TrialResult
{
    /// <summary>When it was judged, or as of when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The scheme that judged it.</summary>
    public required string Scheme { get; init; }

    /// <summary>The route that was asked for; null for none.</summary>
    public string? Route { get; init; }

    /// <summary>Whose token it is, once its signature was found good.</summary>
    public string? Issuer { get; init; }

    /// <summary>Who would be let in; null when nobody would.</summary>
    public Subject? Subject { get; init; }

    /// <summary>Every check, in the fixed order.</summary>
    public ImmutableArray<TrialCheck> Checks { get; init; } = [];

    /// <summary>The demands of the route.</summary>
    public ImmutableArray<TrialDemand> Demands { get; init; } = [];

    /// <summary>What a request with this token would be refused for; null when it would be let in.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The status of that answer; 200 stands for a request that is let in.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The challenges of that answer.</summary>
    public ImmutableArray<string> Challenges { get; init; } = [];

    /// <summary>Whether the token counts.</summary>
    public bool Counts => Refusal is null;
}
