using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Topology;

internal static class TopologyChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new CredentialsNotSeen(),
        new TwoLayers(),
        new WrongParty(),
        new UserFileMissing(),
        new ChallengeRenamed(),
        new NodesDiffer(),
        new Emitter(),
    ];
}
