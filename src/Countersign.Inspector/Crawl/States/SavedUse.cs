using System.Collections.Immutable;
using Countersign.Inspector.Crawl.Contents;

namespace Countersign.Inspector.Crawl.States;

/// <summary>A use as it is kept.</summary>
internal sealed record SavedUse(LinkKind Kind, bool IsPublic, int Count, ImmutableArray<int> From);
