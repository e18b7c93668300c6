using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Credentials;

internal static class CredentialsChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } = [];
}
