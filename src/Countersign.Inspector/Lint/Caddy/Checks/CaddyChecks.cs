using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal static class CaddyChecks
{
    public static ImmutableArray<CaddyCheck> All { get; } =
    [
        new NeverAsks(),
        new OtherSiteOpen(),
        new AreaItselfOpen(),
        new NoHash(),
        new PlainHttp(),
        new OldName(),
        new Asks(),
    ];
}
