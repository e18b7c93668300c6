using System.Collections.Immutable;

namespace Countersign.Inspector.Crawl.States;

/// <summary>A crawl as it is kept, to be gone on with.</summary>
internal sealed record SavedCrawl
{
    /// <summary>The form of the file.</summary>
    public const int CurrentForm = 1;

    public int Form { get; init; } = CurrentForm;

    public required string Start { get; init; }

    public ImmutableArray<string> Origins { get; init; } = [];

    public ImmutableArray<SavedPlace> Places { get; init; } = [];
}
