using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Transport;

internal static class TransportChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
