using System.Collections.Immutable;

namespace Countersign.Lab.Exercises.Records;

/// <summary>An answer that a learner typed in.</summary>
/// <param name="Number">Its place in the order of all that the learner did here, from 1.</param>
/// <param name="At">When it came.</param>
/// <param name="Values">What was typed, by the names of the parts.</param>
internal sealed record LabAnswer(int Number, DateTimeOffset At, ImmutableDictionary<string, string> Values)
{
    /// <summary>Why it can't be used; null where it can.</summary>
    public Remark? Fault { get; init; }

    /// <summary>A part, without white space around it; null where it is not there.</summary>
    public string? this[string name] => Values.TryGetValue(name, out var value) ? value.Trim() : null;
}
