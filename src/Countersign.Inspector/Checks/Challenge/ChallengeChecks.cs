using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Challenge;

internal static class ChallengeChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new Missing(),
    ];
}
