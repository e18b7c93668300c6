using System.Collections.Immutable;
using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Verdicts;

/// <summary>What an inspection comes to: who refused, why, and the one change that gets the caller in.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Sentence">All of it in a sentence or two.</param>
public sealed record Verdict(Outcome Outcome, string Sentence)
{
    /// <summary>The exchange that it is about; null where it is about none.</summary>
    public Exchange? About { get; init; }

    /// <summary>Who said no, by the marks of its answer; null where nothing tells.</summary>
    public Emitter? By { get; init; }

    /// <summary>The finding that explains it; null where none does.</summary>
    public Finding? Cause { get; init; }

    /// <summary>Whose fault it is.</summary>
    public Fault Fault { get; init; }

    /// <summary>How sure it is.</summary>
    public Certainty Certainty { get; init; }

    /// <summary>The changes to the request by which the caller gets in; empty where none are known.</summary>
    public ImmutableArray<RequestChange> Changes { get; init; } = [];

    /// <summary>Whether to send it again.</summary>
    public RetryAdvice Retry { get; init; }

    /// <summary>The verdict on an inspection.</summary>
    public static Verdict Of(Inspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        return new VerdictReading(inspection).Read();
    }
}
