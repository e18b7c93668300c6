using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Cookies;

internal static class CookiesChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new Trapping(),
        new TooLong(),
        new BrokenPrefix(),
        new NotKept(),
        new Withheld(),
        new OutOfReach(),
        new SentThoughRemoved(),
        new SessionOnRefusal(),
        new NotSecure(),
        new NotHttpOnly(),
        new DeadSessionRemoved(),
    ];
}
