using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Basic;

internal static class BasicChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new RealmMissing(),
        new Charset(),
        new CharsetUnsaid(),
        new UnknownParameter(),
        new Utf8(),
    ];
}
