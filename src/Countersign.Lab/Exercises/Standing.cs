using System.Collections.Immutable;
using Countersign.Lab.Exercises.Minimal;

namespace Countersign.Lab.Exercises;

/// <summary>How an exercise stands: what was seen so far, and what is missing.</summary>
internal sealed record Standing
{
    /// <summary>Nothing was seen yet.</summary>
    public static Standing Nothing { get; } = new();

    /// <summary>The way in which it was solved; null while it is not.</summary>
    public ExerciseRoute? Route { get; init; }

    /// <summary>Whether it is solved.</summary>
    public bool IsSolved => Route is not null;

    /// <summary>What was seen of what is asked for.</summary>
    public ImmutableArray<Remark> Seen { get; init; } = [];

    /// <summary>What is missing.</summary>
    public ImmutableArray<Remark> Missing { get; init; } = [];

    /// <summary>What the last step came close to, and why it does not count; null for nothing.</summary>
    public Remark? NearMiss { get; init; }

    /// <summary>What became of the base request; null where edits are not counted, or nothing got in.</summary>
    public MinimalChange? Change { get; init; }

    /// <summary>The same with one more thing seen.</summary>
    public Standing Saw(string slug, string text) => this with { Seen = Seen.Add(new(slug, text)) };

    /// <summary>The same with one more thing missing.</summary>
    public Standing Lacks(string slug, string text) => this with { Missing = Missing.Add(new(slug, text)) };

    /// <summary>The same with one more thing either seen or missing.</summary>
    public Standing Needs(bool isThere, string slug, string seen, string missing) => isThere ? Saw(slug, seen) : Lacks(slug, missing);

    /// <summary>The same with a near miss.</summary>
    public Standing Near(string slug, string text) => this with { NearMiss = new(slug, text) };

    /// <summary>Solved in some way.</summary>
    public Standing By(ExerciseRoute route) => this with { Route = route, Missing = [], NearMiss = null };
}
