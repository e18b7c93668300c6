using System.Collections.Immutable;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>What a caller has to show, all of it together; nothing where the operation is for everybody.</summary>
/// <param name="Parts">The schemes, each with the scopes that are needed.</param>
internal sealed record ApiRequirement(ImmutableArray<(ApiScheme Scheme, ImmutableArray<string> Scopes)> Parts);
