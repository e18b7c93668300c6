using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Flow;

internal static class FlowChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new NewTokenUnused(),
        new RedirectLoop(),
        new RefreshStorm(),
        new SameCredentialsAgain(),
        new RefusedAfterUpload(),
        new ChallengeEachTime(),
        new SlowRefusal(),
    ];
}
