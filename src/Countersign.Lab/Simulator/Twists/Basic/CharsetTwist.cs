using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Basic;

/// <summary>Says otherwise how letters of names and passwords are encoded, or not at all.</summary>
internal sealed class CharsetTwist : RefusalTwist
{
    private const string Said = ", charset=\"UTF-8\"";

    public override string Name => "charset";

    public override SimulatorGroup Group => SimulatorGroup.Basic;

    public override string Story => "Says otherwise, or not at all, how letters of names and passwords are encoded; how they are read is another twist (reads).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row(new("none", "Nobody says how (RFC 7617 §2.1).", "basic/charset-unsaid") { At = "/sim/401/basic?user=J%C3%BCrgen", Authorization = LoginParameters.BasicOf("J\u00fcrgen:falsch") }, ""),
        Row(new("iso-8859-1", "It is to be ISO 8859-1; UTF-8 is the only value there is (RFC 7617 §2.1).", "basic/charset"), ", charset=\"ISO-8859-1\""),
        Row(new("misnamed", "It is said in a parameter that Basic does not have (RFC 7617 §2).", "basic/unknown-parameter"), ", encoding=\"UTF-8\""),
        Row(new("unquoted", "UTF-8 stands there as a token, which is the same (RFC 9110 §11.2)."), ", charset=UTF-8"),
    ];

    private static TwistRow Row(TwistValue value, string said) => new(value, (answer, _) => ChallengeText.Rewrite(answer, line => line.Replace(Said, said, StringComparison.Ordinal)));
}
