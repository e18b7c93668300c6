using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection.Digest;

namespace Countersign.Lab.Simulator.Twists.Digest;

/// <summary>Which counts of a nonce are taken.</summary>
internal sealed class CountCheck : DigestTwist
{
    public override string Name => "nc";

    public override string Story => "Judges the count of requests with one nonce otherwise than that each serves once, in any order (RFC 7616 §3.4).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("unchecked", "A count may come again: what somebody heard can be played again.") { At = Place, Answers = 2 },
        new("in-order", "Each count has to be one more than the last, as Apache has it on request: requests that overtake each other are refused with stale=true.") { At = Place, Answers = 2 },
    ];

    public override DigestSetup Prepare(DigestSetup setup, SimulatedRequest request, string value) => setup with { Counts = value == "unchecked" ? CountRule.Any : CountRule.InOrder };
}
