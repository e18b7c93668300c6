using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Token;

internal static class TokenChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new Malformed(),
        new Unsigned(),
        new Expired(),
        new NotYetValid(),
        new WrongAudience(),
        new WrongIssuer(),
        new KeyUnknown(),
        new Algorithm(),
        new Signature(),
        new Revoked(),
        new ScopeMissing(),
        new ScopePresent(),
        new NotAnAccessToken(),
        new TimeNotSeconds(),
        new IssuedInFuture(),
        new ExpiredEarly(),
        new ClaimsMissing(),
        new CriticalHeader(),
        new Oversize(),
        new ClockDifference(),
        new DuplicateMember(),
        new KeyInHeader(),
        new SecretsInside(),
        new NoExpiry(),
        new LongLived(),
        new NoKeyName(),
        new CertificateBound(),
        new Opaque(),
        new NoVisibleFault(),
        new InTime(),
    ];
}
