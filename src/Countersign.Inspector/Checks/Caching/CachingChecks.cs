using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Caching;

internal static class CachingChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
