using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Digest;

internal static class DigestChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
