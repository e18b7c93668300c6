using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>An answer that is typed in.</summary>
/// <param name="Values">What is typed, by the names of the parts.</param>
internal sealed record AnswerStep(params ImmutableArray<(string Name, string Value)> Values) : SolutionStep
{
    /// <inheritdoc/>
    public override string Shell(int number)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"countersign lab answer {number}");
        foreach (var (name, value) in Values)
            line.Append(' ').Append(name).Append('=').Append(IsVariable(value) ? $"\"{value}\"" : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        return line.ToString();
    }

    // What an earlier step kept; other texts may have a dollar sign of their own.
    private static bool IsVariable(string value) => value.StartsWith('$') && value.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
