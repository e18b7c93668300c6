using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Cors;

internal static class CorsChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
