using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection.Digest;
using Countersign.Lab.Simulator.Twists.Flapping;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>How often nonces serve.</summary>
internal sealed class NonceUse : DigestTwist
{
    public override string Name => "nonce-uses";

    public override string Story => "Lets a nonce serve so many requests; then it is refused with stale=true. 1 makes them one-time nonces (RFC 7616 §5.5).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("1", "One-time nonces.") { At = Place, Answers = 3 },
        new("2", "Two requests for each nonce.") { At = Place, Answers = 4 },
    ];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value);

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => setup with { MostUses = int.Parse(value, CultureInfo.InvariantCulture) };
}
