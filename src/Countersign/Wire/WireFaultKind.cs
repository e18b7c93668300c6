namespace Countersign.Wire;

/// <summary>What a fault's code means.</summary>
/// <param name="Code">The kebab-case code that <see cref="WireFault.Kind"/> holds.</param>
/// <param name="Sentence">One sentence for people.</param>
/// <param name="Section">The section that makes it a fault.</param>
public sealed record WireFaultKind(string Code, string Sentence, string Section);
