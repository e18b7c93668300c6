using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Cookies;

internal static class CookiesChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
