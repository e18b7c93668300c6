namespace Countersign.Inspector.Exchanges;

/// <summary>A place in a source that could not be read.</summary>
/// <param name="Line">The line, from 1; 0 where the source has no lines.</param>
/// <param name="Column">The column, from 1; 0 for the whole line.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record ReadingProblem(int Line, int Column, string Message);
