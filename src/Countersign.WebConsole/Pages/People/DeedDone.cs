namespace Countersign.WebConsole.Pages.People;

/// <summary>What came of a form.</summary>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="Sentence">The sentence for the person.</param>
internal sealed record DeedDone(bool IsDone, string Sentence)
{
    /// <summary>The key that was made, shown this once; null for none.</summary>
    public Secret? Key { get; init; }
}
