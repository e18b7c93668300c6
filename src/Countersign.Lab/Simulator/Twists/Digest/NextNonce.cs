using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>The nonce that answers give for the next request.</summary>
internal sealed class NextNonce : DigestTwist
{
    public override string Name => "nextnonce";

    public override string Story => "Gives a nextnonce with every answer (RFC 7616 §3.5).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("given", "The old nonce stays good.") { At = Place, Answers = 3 },
        new("needed", "The old nonce ends with it: clients that go on with it are told stale=true, and send everything twice.") { At = Place, Answers = 3 },
        new("never-taken", "It is refused when it comes, with stale=true: who follows the specification pays with a second request, each time.", "digest/stale-loop") { At = Place, Answers = 4 },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value)
    {
        var ageing = setup with { Nonces = new AgeingNonces(setup.Nonces) };
        return value == "needed" ? ageing with { MostUses = Math.Min(setup.MostUses, 1) } : ageing;
    }

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        // Read backwards it looks like any other, and its seal is broken.
        if (value == "never-taken")
            DigestLines.EditInfo(answer, parameters => parameters.With("nextnonce", nonce => new([.. nonce.Reverse()])));
    }
}
