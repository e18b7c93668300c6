namespace Countersign.Inspector.Lint;

/// <summary>A word behind the name of a directive.</summary>
/// <param name="Text">What it says, without quotes and escapes.</param>
/// <param name="Column">Where it begins, from 1.</param>
public sealed record ConfigurationArgument(string Text, int Column)
{
    /// <summary>The line, where it is not the directive's own; 0 where it is.</summary>
    public int Line { get; init; }

    /// <summary>Whether it stood in quotes.</summary>
    public bool IsQuoted { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
