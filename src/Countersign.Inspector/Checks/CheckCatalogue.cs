using System.Collections.Immutable;

namespace Countersign.Inspector.Checks;

/// <summary>All checks of exchanges, area by area.</summary>
internal static class CheckCatalogue
{
    public static ImmutableArray<ExchangeCheck> Exchanges { get; } =
    [
        new Challenge.Missing(),
    ];
}
