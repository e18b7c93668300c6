namespace Countersign.Inspector.Verdicts;

/// <summary>What one kind of client makes of an answer.</summary>
/// <param name="Kind">The kind, such as <c>browser</c>.</param>
/// <param name="Makes">What it does, in a sentence or two.</param>
public sealed record Consumer(string Kind, string Makes);
