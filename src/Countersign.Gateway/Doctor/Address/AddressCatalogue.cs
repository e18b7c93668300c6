using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Address.Checks;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>All checks of an address, in the order of the report.</summary>
internal static class AddressCatalogue
{
    /// <summary>The checks, with the clock by which certificates are judged.</summary>
    public static ImmutableArray<IAddressCheck> All(TimeProvider clock) =>
    [
        new Reachable(),
        new TimeKept(),
        new Certificate(clock),
        new Clock(),
        new Navigation(),
        new PageServed(),
        new AttemptKept(),
        new AttemptReturned(),
        new Unchanged(),
        new SchemeSeen(),
        new OriginSeen(),
        new Cached(),
        new LargeFields(),
        new ChallengeKept(),
        new ScriptRefused(),
        new PreflightPassed(),
        new UpgradeRefused(),
        new PasswordTaken(),
        new SessionKept(),
        new LetsIn(),
        new SignedOut(),
    ];
}
