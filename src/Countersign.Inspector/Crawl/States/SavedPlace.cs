using System.Collections.Immutable;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;

namespace Countersign.Inspector.Crawl.States;

/// <summary>A place as it is kept.</summary>
internal sealed record SavedPlace
{
    public required string Url { get; init; }

    public int Depth { get; init; }

    public LinkKind Kind { get; init; }

    public ImmutableArray<SavedUse> Uses { get; init; } = [];

    public Visit? Visit { get; init; }
}
