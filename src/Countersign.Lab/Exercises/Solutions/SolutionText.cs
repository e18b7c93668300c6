using System.Collections.Immutable;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Writes a solution as lines for a shell.</summary>
internal static class SolutionText
{
    /// <summary>What the lines take for granted beside <c>$LAB</c>, each as a line that sets it.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="address">The learner's address of the exercise.</param>
    public static ImmutableArray<string> Settings(IReadOnlyCollection<SolutionStep> steps, string address)
    {
        if (steps.Any(step => step is TunnelStep))
            return [Exercise.WithAddress($"PROXY={Exercise.ProxyMark}", address), Exercise.WithAddress($"SHOP={Exercise.ShopMark}", address), "CA=$(mktemp)", "curl -s -o \"$CA\" \"$PROXY/authority.pem\""];
        return steps.Any(step => step is AskStep { ByProxy: true })
            ? [Exercise.WithAddress($"PROXY={Exercise.ProxyMark}", address), Exercise.WithAddress($"ORIGIN={Exercise.OriginMark}", address)]
            : [];
    }

    /// <summary>The steps, each with why it is done as a comment before it.</summary>
    public static IEnumerable<string> Lines(Exercise exercise, IEnumerable<SolutionStep> steps) =>
        steps.SelectMany(step => new[] { step.Note.Length > 0 ? $"# {step.Note}" : "", step.Shell(exercise.Number) }).Where(line => line.Length > 0);
}
