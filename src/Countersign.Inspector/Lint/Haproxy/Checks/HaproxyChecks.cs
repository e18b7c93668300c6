using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal static class HaproxyChecks
{
    public static ImmutableArray<HaproxyCheck> All { get; } =
    [
        new ConditionReversed(),
        new NeverAsks(),
        new AclUnused(),
        new OtherFrontOpen(),
        new PathAsSent(),
        new AsksForever(),
        new InsecurePassword(),
        new WeakHash(),
        new StatsOpen(),
        new PlainHttp(),
        new Asks(),
    ];
}
