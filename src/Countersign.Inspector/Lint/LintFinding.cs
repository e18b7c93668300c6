using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint;

/// <summary>What is wrong in a configuration.</summary>
/// <param name="Check">The check.</param>
/// <param name="Message">What was seen, in one or two sentences.</param>
public sealed record LintFinding(CheckRow Check, string Message)
{
    /// <summary>What was seen, without what looks like a secret.</summary>
    public string Message { get; init; } = TextIntake.ByLooks(Message, isGrammar: true);

    /// <summary>How much it matters; the check's own unless it says otherwise.</summary>
    public Severity Severity { get; init; } = Check.Severity;

    /// <summary>How sure it is.</summary>
    public Certainty Certainty { get; init; } = Certainty.Proved;

    /// <summary>The directives that make it so: first the one to look at.</summary>
    public ImmutableArray<Directive> Directives { get; init; } = [];

    /// <summary>What to change; the check's own unless it says otherwise.</summary>
    public string Fix { get; init; } = Check.OwnerFix;
}
