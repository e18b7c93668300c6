using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Caching;

internal static class CachingChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new RefusalFromCache(),
        new StoredRefusal(),
        new SharedPersonalAnswer(),
        new SharedSessionAnswer(),
        new StaleRefusal(),
        new HiddenRefusalKept(),
        new VaryAuthorization(),
        new RefusalNotStored(),
    ];
}
