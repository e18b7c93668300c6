using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Sites;

/// <summary>An address of the site.</summary>
/// <param name="Path">Where it is, from the root of the site.</param>
/// <param name="Story">What is wrong with it, or right.</param>
/// <param name="AnswerAsync">Answers.</param>
/// <param name="Provokes">The checks of a crawl that find what is wrong.</param>
internal sealed record SitePlace(string Path, string Story, Func<SimulatedRequest, CancellationToken, ValueTask<SimulatedAnswer>> AnswerAsync, params ImmutableArray<string> Provokes)
{
    /// <summary>Whether it is looked for at the root of an origin alone, and so found by those alone who have the site at one.</summary>
    public bool IsOfOrigin { get; init; }
}
