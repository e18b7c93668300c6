using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Transport;

internal static class TransportChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new CleartextCredentials(),
        new CredentialsFollowed(),
        new TwoAuthorizations(),
        new NearMissField(),
        new CredentialsDropped(),
        new CleartextChallenge(),
        new Userinfo(),
        new LoginOverHttp(),
        new EndlessRedirects(),
        new PrivateRedirect(),
        new NoStrictTransport(),
        new CredentialsNotRecorded(),
        new RequestNotRecorded(),
    ];
}
