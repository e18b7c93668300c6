namespace Countersign.Tokens;

/// <summary>What is known of a kind of fault.</summary>
/// <param name="Code">Its kebab-case code for logs and machines.</param>
/// <param name="Sentence">One sentence for people.</param>
/// <param name="Section">The section that makes it a fault.</param>
public sealed record TokenFaultRow(string Code, string Sentence, string Section);
