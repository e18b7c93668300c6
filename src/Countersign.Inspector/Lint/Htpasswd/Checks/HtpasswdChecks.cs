using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Htpasswd.Checks;

internal static class HtpasswdChecks
{
    public static ImmutableArray<HtpasswdCheck> All { get; } =
    [
        new PlainText(),
        new WeakHash(),
        new BrokenHash(),
        new NoColon(),
        new StraySpace(),
        new DuplicateUser(),
        new MixedForms(),
        new CheapHash(),
        new CheapBcrypt(),
        new DigestHash(),
        new TrialUser(),
        new StrongHash(),
    ];
}
