using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises;

/// <summary>How one learner's exercise stands at a moment.</summary>
/// <param name="Exercise">The exercise.</param>
/// <param name="Record">What was recorded.</param>
internal sealed record LabState(Exercise Exercise, ExerciseRecord Record)
{
    /// <summary>The judgement; of an exercise that is solved the best one.</summary>
    public Standing Standing { get; init; } = Standing.Nothing;

    /// <summary>When it was solved; null while it is not.</summary>
    public DateTimeOffset? SolvedAt { get; init; }

    /// <summary>How many hints were shown.</summary>
    public int HintsShown { get; init; }

    /// <summary>Whether the solution was shown.</summary>
    public bool IsSolutionShown { get; init; }

    /// <summary>The learner's address of the exercise, as a path.</summary>
    public string Path => Laboratory.PathOf(Exercise, Record.Learner.Name);
}
