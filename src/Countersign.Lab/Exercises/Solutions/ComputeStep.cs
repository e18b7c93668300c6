namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Gets a text and makes another of it, which later steps get as <c>$name</c>.</summary>
/// <param name="Place">Where the text is.</param>
/// <param name="Keeps">The name.</param>
/// <param name="Filter">What makes it, as a filter of a shell.</param>
/// <param name="Compute">The same as code.</param>
internal sealed record ComputeStep(string Place, string Keeps, string Filter, Func<string, string> Compute) : SolutionStep
{
    /// <inheritdoc/>
    public override string Shell(int number) => $"{Keeps}=$(curl -s \"$LAB/{Place}\" | {Filter})";
}
