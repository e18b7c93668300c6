namespace Countersign.Inspector.Findings;

/// <summary>A place in a recording that shows what a finding says.</summary>
/// <param name="Exchange">The exchange, by its place in the recording.</param>
/// <param name="Part">The part: <c>status</c>, <c>target</c>, <c>content</c>, or the name of a field with <c>request </c> or <c>response </c> before it.</param>
/// <param name="Text">What stands there, without secrets.</param>
public sealed record Evidence(int Exchange, string Part, string Text)
{
    /// <summary>Where in the value it begins, in characters from 0; -1 for all of it.</summary>
    public int Start { get; init; } = -1;

    /// <summary>How many characters it covers; 0 where something is missing.</summary>
    public int Length { get; init; }

    /// <summary>The line of the source, from 1; 0 where it has no lines.</summary>
    public int Line { get; init; }
}
