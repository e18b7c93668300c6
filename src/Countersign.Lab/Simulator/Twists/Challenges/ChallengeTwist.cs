using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Breaks the challenge.</summary>
internal sealed class ChallengeTwist : Twist
{
    private const string Field = "WWW-Authenticate";

    public override string Name => "challenge";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story => "Writes the challenge of the 401 as nobody should.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("absent", "There is none, where RFC 9110 §15.5.2 has one in every 401.", "challenge/missing"),
    ];

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        if (answer.First(Field) is null)
            return;
        switch (value)
        {
            case "absent":
                answer.Remove(Field);
                break;
        }
    }
}
