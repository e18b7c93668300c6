using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Good credentials are refused now and then, by count.</summary>
internal sealed class Every : Twist
{
    public override string Name => "every";

    public override SimulatorGroup Group => SimulatorGroup.Flapping;

    public override string Story => "Refuses good credentials each time that so many came, and lets them in between.";

    public override ImmutableArray<TwistValue> Values => [new("3", "Each third time.", "topology/nodes-differ") { Authorization = LoginParameters.Basic, Times = 4 }];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Count.FaultOf(value);

    public override bool Refuses(Judged judged, string value) =>
        judged.Request.Client.Next($"every {judged.Request.Place}") % int.Parse(value, CultureInfo.InvariantCulture) == 0;
}
