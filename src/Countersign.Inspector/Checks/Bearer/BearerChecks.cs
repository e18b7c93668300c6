using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Bearer;

internal static class BearerChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
