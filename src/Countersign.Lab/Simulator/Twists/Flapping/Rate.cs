using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Good credentials are refused now and then, by chance.</summary>
internal sealed class Rate : Twist
{
    public override string Name => "rate";

    public override SimulatorGroup Group => SimulatorGroup.Flapping;

    public override string Story => "Refuses good credentials with this probability. The same seed, client and number of requests give the same answers.";

    public override ImmutableArray<TwistValue> Values => [new("0.25", "A quarter of them.", "topology/nodes-differ") { Authorization = LoginParameters.Basic, Times = 12 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 ? null : "It is a number from 0 to 1.";

    public override bool Refuses(Judged judged, string value)
    {
        var purpose = $"rate {judged.Request.Place}";
        return judged.Request.Chance(purpose, judged.Request.Client.Next(purpose)) < double.Parse(value, CultureInfo.InvariantCulture);
    }
}
