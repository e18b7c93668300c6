using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Digest;

internal static class DigestChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new RequiredMissing(),
        new Quoting(),
        new AlgorithmUnknown(),
        new AlgorithmTwice(),
        new QopUnusable(),
        new StaleLoop(),
        new QopMissing(),
        new NonceReissued(),
        new StaleUnasked(),
        new StaleUnsaid(),
        new AuthenticationInfo(),
        new OnlyMd5(),
        new Charset(),
        new Md5First(),
        new Modern(),
    ];
}
