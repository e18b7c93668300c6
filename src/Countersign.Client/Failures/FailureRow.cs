namespace Countersign.Client.Failures;

/// <summary>What is said of one reason.</summary>
/// <param name="Slug">The kebab-case name, for logs, metrics and traces.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Advice">What would get in.</param>
public sealed record FailureRow(string Slug, string Sentence, string Advice);
