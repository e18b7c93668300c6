using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Bearer;

/// <summary>How the challenge of Bearer is written.</summary>
internal sealed class BearerForm : RefusalTwist
{
    private const string Place = "/sim/401/bearer";

    public override string Name => "bearer";

    public override SimulatorGroup Group => SimulatorGroup.Bearer;

    public override string Story => "Writes the challenge of Bearer as servers do that know only half of RFC 6750.";

    public override string? Scheme => "bearer";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        new(new("bare", "There is no parameter, where RFC 6750 §3 has one at least; httpbin does so.", "bearer/no-parameter") { At = Place }, (answer, _) => BearerLines.Edit(answer, _ => [])),
        new(new("no-realm", "There is no realm, which is allowed beside other parameters.") { At = Place }, (answer, _) => BearerLines.Edit(answer, each => each.But("realm"))),
        new(new("lower-case", "The scheme is written in small letters: schemes have no case (RFC 9110 §11.1), and some clients do not know that.") { At = Place }, (answer, _) => ChallengeText.RewriteScheme(answer, each => each.ToLowerInvariant())),
    ];
}
