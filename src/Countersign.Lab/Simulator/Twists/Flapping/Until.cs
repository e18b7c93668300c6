using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Good credentials have to come more than once.</summary>
internal sealed class Until : Twist
{
    public override string Name => "until";

    public override SimulatorGroup Group => SimulatorGroup.Flapping;

    public override string Story => "Refuses good credentials so many times before it takes them.";

    public override ImmutableArray<TwistValue> Values => [new("2", "Twice.") { Authorization = LoginParameters.Basic, Times = 3 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value);

    public override bool Refuses(Judged judged, string value) =>
        judged.Decision.IsAdmitted && judged.Request.Client.Next($"until {judged.Request.Place}") <= int.Parse(value, CultureInfo.InvariantCulture);
}
