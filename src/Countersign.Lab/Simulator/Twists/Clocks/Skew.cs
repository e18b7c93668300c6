using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Twists.Digest;

namespace Countersign.Lab.Simulator.Twists.Clocks;

/// <summary>What judges credentials has another clock than what makes them.</summary>
internal sealed class Skew : DigestTwist
{
    public override string Name => "skew";

    public override SimulatorGroup Group => SimulatorGroup.Clock;

    public override string Story => "Judges credentials as if so many seconds more had passed, or fewer with a minus, as where one of several machines has another clock. Date stays right: see date.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("420", "Seven minutes ahead: each nonce is too old as soon as it was made, and clients that trust stale=true try for ever (RFC 7616 §3.3).", "digest/stale-loop") { At = Place, Answers = 2 },
        new("-420", "Seven minutes behind: nonces live longer.") { At = Place, Answers = 2 },
    ];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Seconds.FaultOf(value);

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) =>
        setup with { Nonces = new SkewedNonces(setup.Nonces, request.State.Clock, Seconds.Of(value)) };
}
