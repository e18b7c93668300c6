using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Status;

internal static class StatusChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new LoginPageAsSuccess(),
        new FailureOnCredentials(),
        new ProxyStatusFromOrigin(),
        new RedirectToLogin(),
        new RefusalAsSuccess(),
        new ForbiddenWithoutCredentials(),
        new BadRequestWithoutCredentials(),
        new UnauthorizedForPermission(),
        new ThrottledAsUnauthorized(),
        new ProtectedMetadata(),
        new UnregisteredStatus(),
        new HeadDiffers(),
        new HiddenFromStrangers(),
        new NetworkLogin(),
        new ContentBeforeCredentials(),
    ];
}
