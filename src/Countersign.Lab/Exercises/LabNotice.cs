using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises;

/// <summary>That something was recorded, for whoever watches.</summary>
/// <param name="State">How the exercise stands now.</param>
/// <param name="IsJustSolved">Whether this solved it.</param>
internal sealed record LabNotice(LabState State, bool IsJustSolved)
{
    /// <summary>The request that was recorded; null for an answer.</summary>
    public LabExchange? Exchange { get; init; }

    /// <summary>The answer that was recorded; null for a request.</summary>
    public LabAnswer? Answer { get; init; }
}
