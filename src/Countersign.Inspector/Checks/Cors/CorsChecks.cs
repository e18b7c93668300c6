using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Cors;

internal static class CorsChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new PreflightRefused(),
        new RefusalUnreadable(),
        new TwoOrigins(),
        new AuthorizationNotAllowed(),
        new WildcardWithCredentials(),
        new DialogForScript(),
        new ManifestRefused(),
        new ChallengeNotExposed(),
        new RefusalReadable(),
    ];
}
