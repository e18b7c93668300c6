using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache.Checks;

/// <summary>All that is looked for: first what lets in whom it should not.</summary>
internal static class ApacheChecks
{
    public static ImmutableArray<ApacheCheck> All { get; } =
    [
        new HtaccessIgnored(),
        new LimitLeavesOpen(),
        new RequireMissing(),
        new GrantedBesideUser(),
        new SatisfyAny(),
        new ReopenedLater(),
        new MergedOpen(),
        new ProxiedPastRules(),
        new GuardNotLoaded(),
        new OtherHostOpen(),
        new LetInByHeader(),
        new PartOfAreaOpen(),
        new Anonymous(),
        new UserFileServed(),
        new HtaccessNotAllowed(),
        new PublicUnderAuth(),
        new AuthTypeMissing(),
        new AuthNameMissing(),
        new ModuleMissing(),
        new UserFileMissing(),
        new UserFileRelative(),
        new RealmUnknown(),
        new MixedRules(),
        new RedirectAfterAuth(),
        new BasicOverHttp(),
        new HeaderNotAlways(),
        new ErrorDocumentElsewhere(),
        new DigestIsMd5(),
        new AuthorizationHidden(),
        new Reopened(),
        new HtaccessUndecided(),
        new Asks(),
    ];
}
