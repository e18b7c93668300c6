using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Good credentials wear out.</summary>
internal sealed class After : Twist
{
    public override string Name => "after";

    public override SimulatorGroup Group => SimulatorGroup.Flapping;

    public override string Story => "Lets good credentials in so many times, and never again, to this client.";

    public override ImmutableArray<TwistValue> Values => [new("3", "Three times.") { Authorization = LoginParameters.Basic, Times = 4 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value);

    public override bool Refuses(Judged judged, string value) =>
        judged.Decision.IsAdmitted && judged.Request.Client.Next($"after {judged.Request.Place}") > int.Parse(value, CultureInfo.InvariantCulture);
}
