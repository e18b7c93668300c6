using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Status;

internal static class StatusChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
