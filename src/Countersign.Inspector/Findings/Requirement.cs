namespace Countersign.Inspector.Findings;

/// <summary>What a check goes by.</summary>
/// <param name="Source">The document and section, such as <c>RFC 9110 §15.5.2</c>; <c>practice</c> where no document demands it.</param>
/// <param name="Level">The word of RFC 2119 that it uses there; null for none.</param>
public sealed record Requirement(string Source, string? Level = null)
{
    /// <summary>What experience says, and no document.</summary>
    public static Requirement Practice { get; } = new("practice");

    /// <inheritdoc/>
    public override string ToString() => Level is null ? Source : $"{Source}, {Level}";
}
