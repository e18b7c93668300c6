using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Topology;

internal static class TopologyChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
