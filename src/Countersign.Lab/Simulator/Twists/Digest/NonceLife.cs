using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Twists.Flapping;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>How long nonces live.</summary>
internal sealed class NonceLife : DigestTwist
{
    public override string Name => "nonce-life";

    public override string Story => "Lets nonces live for so many seconds; then they are refused with stale=true (RFC 7616 §3.3). From half their life on, answers bring a nextnonce.";

    public override ImmutableArray<TwistValue> Values => [new("60", "A minute.") { At = Place, Answers = 2 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value, NonceLives.MostSeconds);

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) =>
        setup with { Nonces = request.State.NonceLives.Of(int.Parse(value, CultureInfo.InvariantCulture)) };
}
