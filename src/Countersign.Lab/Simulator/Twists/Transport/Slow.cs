using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Flapping;

namespace Countersign.Lab.Simulator.Twists.Transport;

/// <summary>Refusals take their time.</summary>
internal sealed class Slow : Twist
{
    private const int Most = 120_000;

    public override string Name => "slow";

    public override SimulatorGroup Group => SimulatorGroup.Transport;

    public override string Story => "Makes refusals wait for so many milliseconds; who is let in does not wait.";

    public override ImmutableArray<TwistValue> Values => [new("300", "Not quite a third of a second. From five seconds on, the inspector says so where it knows the times (flow/slow-refusal).")];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value, Most);

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (!judged.Decision.IsAdmitted)
            answer.Delay = TimeSpan.FromMilliseconds(int.Parse(value, CultureInfo.InvariantCulture));
    }
}
