using System.Collections.Immutable;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>Something that can be tried.</summary>
/// <param name="Label">What it is asked for by.</param>
/// <param name="Story">What happens then; empty where the item says it.</param>
/// <param name="Provokes">The ids of the checks that find it.</param>
/// <param name="Query">The query by which the Playground sends it.</param>
internal sealed record SimulatorTry(string Label, string Story, ImmutableArray<string> Provokes, string Query)
{
    /// <summary>Whether a word is in it.</summary>
    public bool Has(string word) =>
        Label.Contains(word, StringComparison.OrdinalIgnoreCase) || Story.Contains(word, StringComparison.OrdinalIgnoreCase) || Provokes.Any(id => id.Contains(word, StringComparison.OrdinalIgnoreCase));
}
