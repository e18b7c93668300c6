using System.Collections.Immutable;

namespace Countersign.Inspector.Findings;

/// <summary>What a check found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Message">What was seen, in one or two sentences.</param>
public sealed record Finding(CheckRow Check, string Message)
{
    /// <summary>How much it matters; the check's own unless it says otherwise.</summary>
    public Severity Severity { get; init; } = Check.Severity;

    /// <summary>How sure it is.</summary>
    public Certainty Certainty { get; init; } = Certainty.Proved;

    /// <summary>Whose fault it is; the check's own unless it says otherwise.</summary>
    public Fault Fault { get; init; } = Check.Fault;

    /// <summary>Whether it can be why the request was refused; the check's own unless it says otherwise.</summary>
    public bool Explains { get; init; } = Check.Explains;

    /// <summary>Where it was seen.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>What the owner is to change; the check's own unless it says otherwise.</summary>
    public string OwnerFix { get; init; } = Check.OwnerFix;

    /// <summary>What the caller can do by the request alone; null for nothing.</summary>
    public string? CallerFix { get; init; } = Check.CallerFix;

    /// <summary>The changes to the request by which the caller gets in; empty where none are known.</summary>
    public ImmutableArray<RequestChange> Changes { get; init; } = [];
}
