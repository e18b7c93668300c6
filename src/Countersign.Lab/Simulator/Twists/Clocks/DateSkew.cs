using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Clocks;

/// <summary>The server says another time than it is.</summary>
internal sealed class DateSkew : Twist
{
    public override string Name => "date";

    public override SimulatorGroup Group => SimulatorGroup.Clock;

    public override string Story => "Says in Date what time it will be in so many seconds, or was with a minus (RFC 9110 §6.6.1). Credentials are judged by the right time: see skew.";

    public override ImmutableArray<TwistValue> Values => [new("420", "Seven minutes ahead."), new("-420", "Seven minutes behind.")];

    public override bool IsClosed => false;

    public override string? FaultOf(string value) => Seconds.FaultOf(value);

    public override void Apply(SimulatedAnswer answer, Judged judged, string value) =>
        answer.Set("Date", (judged.Request.Now + Seconds.Of(value)).ToString("R", CultureInfo.InvariantCulture));
}
