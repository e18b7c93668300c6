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
            line.Append(' ').Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
        return line.ToString();
    }
}
