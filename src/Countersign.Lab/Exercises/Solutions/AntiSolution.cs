using System.Collections.Immutable;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Steps that look as if they solved an exercise, and do not.</summary>
/// <param name="Story">What they do.</param>
/// <param name="Expects">The slug of what the learner is told.</param>
/// <param name="Steps">The steps.</param>
internal sealed record AntiSolution(string Story, string Expects, params ImmutableArray<SolutionStep> Steps);
