using System.Collections.Immutable;
using Countersign.Inspector.Lint.Nginx.Checks;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>The checks of configurations of nginx, what lets people in first.</summary>
internal static class NginxChecks
{
    public static ImmutableArray<NginxCheck> All { get; } =
    [
        new BasicWithoutUserFile(),
        new UserFileWithoutBasic(),
        new ReturnBeforeAuth(),
        new ExpressionBeatsPrefix(),
        new SatisfyAnyAllowAll(),
        new AuthRequestAlwaysYes(),
        new OpenElsewhere(),
        new AllowWithoutDeny(),
        new UnreachedRule(),
        new IdentityFieldDropped(),
        new UserFileServed(),
        new ExactGuard(),
        new SharedCache(),
        new CleartextPassword(),
        new ErrorPageHidesRefusal(),
        new ErrorPageAsks(),
        new AuthRequestFails(),
        new AuthRequestWord(),
        new AuthRequestBody(),
        new AuthRequestExposed(),
        new UserFileMissing(),
        new AcmeUnderAuth(),
        new PublicUnderAuth(),
        new PreflightRefused(),
        new CorsWithoutAlways(),
        new RealmWord(),
        new RealmVerbatim(),
        new PasswordPassedOn(),
        new NeedlessAuthorization(),
        new AuthOff(),
    ];
}
