namespace Countersign.Lab.Exercises.Solutions;

/// <summary>A step of a solution: it can be carried out, and shown as a line for a shell.</summary>
internal abstract record SolutionStep
{
    /// <summary>Why it is done, for whoever reads the solution; empty for nothing to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>The line. It finds the learner's address in <c>$LAB</c>.</summary>
    /// <param name="number">The number of the exercise.</param>
    public abstract string Shell(int number);

    /// <summary>A text as one word of a shell, just as it stands.</summary>
    protected static string Single(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A text as one word of a shell, in which variables count.</summary>
    protected static string Word(string text) => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + '"';
}
