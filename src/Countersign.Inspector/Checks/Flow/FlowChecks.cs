using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Flow;

internal static class FlowChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
