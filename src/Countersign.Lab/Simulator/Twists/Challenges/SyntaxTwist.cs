using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Writes challenges against their grammar (RFC 9110 §11.3).</summary>
internal sealed class SyntaxTwist : RefusalTwist
{
    public override string Name => "syntax";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story => "Writes the challenge against its grammar (RFC 9110 §11.3).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        Row(new("unterminated", "The last quoted value is never closed (RFC 9110 §5.6.4).", "challenge/syntax"), line => line.EndsWith('"') ? line[..^1] : $"{line}, domain=\"/"),
        Row(new("no-commas", "There are spaces between parameters, and no commas.", "challenge/missing-comma"), line => ChallengeText.Between(line, ", ", " ")),
        Row(new("semicolons", "There are semicolons between parameters, as in other fields.", "challenge/missing-comma"), line => ChallengeText.Between(line, ", ", "; ")),
        Row(new("repeated-parameter", "The realm stands twice; every parameter may stand once (RFC 9110 §11.2).", "challenge/repeated-parameter"), line => $"{line}, realm=\"Other\""),
        Row(new("token68", "A token stands before the parameters; there may be the one or the others.", "challenge/token68-and-parameters"), line => AfterScheme(line, " c2ltdWxhdGVk==, ")),
        Row(new("colon", "A colon stands behind the scheme.", "challenge/syntax"), line => AfterScheme(line, ": ")),
        Row(new("comma-after-scheme", "A comma stands behind the scheme, and ends the challenge there.", "challenge/syntax"), line => AfterScheme(line, ", ")),
        Row(new("no-scheme", "The parameters have no scheme before them.", "challenge/syntax"), line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
        Row(new("spaces", "There is white space around each equals sign, which recipients must bear and senders must not write.", "challenge/space-around-equals"), line => ChallengeText.Between(line, "=", " = ")),
        Row(new("empty-elements", "There are commas with nothing between them (RFC 9110 §5.6.1).", "challenge/empty-element"), line => ChallengeText.Between(line, ", ", ", , ")),
    ];

    private static TwistRow Row(TwistValue value, Func<string, string> write) => new(value, (answer, _) => ChallengeText.Rewrite(answer, write));

    // What stands in the place of the first space.
    private static string AfterScheme(string line, string text) => line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? $"{line[..at]}{text}{line[(at + 1)..]}" : line;
}
