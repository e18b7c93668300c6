using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Token;

internal static class TokenChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
