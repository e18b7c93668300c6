using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Api;

internal static class ApiChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new ProtectedOpen(),
        new PublicRefused(),
        new CredentialsNotDescribed(),
        new ScopeMissing(),
        new SchemeNotDescribed(),
        new RefusalNotDescribed(),
        new Agrees(),
    ];
}
