using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Challenges;

/// <summary>Leaves the challenge out, or has it where and in amounts that nobody expects.</summary>
internal sealed class ChallengeTwist : RefusalTwist
{
    private const string Proxy = "Proxy-Authenticate";

    public override string Name => "challenge";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story => "Leaves the challenge of the 401 out, or writes it where or as large as nobody should.";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        new(new("absent", "There is none, where RFC 9110 §15.5.2 has one in every 401.", "challenge/missing"), (answer, _) => answer.Remove(ChallengeText.Field)),
        new(new("empty", "The field is there and empty; it holds at least one challenge (RFC 9110 §11.6.1).", "challenge/missing"), (answer, _) => ChallengeText.SetLines(answer, "")),
        new(new("commas", "The field holds commas and no challenge (RFC 9110 §11.6.1, §5.6.1).", "challenge/missing"), (answer, _) => ChallengeText.SetLines(answer, ", ,")),
        new(new("other-field", "It stands in Proxy-Authenticate, which belongs to 407 (RFC 9110 §11.7.1).", "challenge/wrong-field"), (answer, _) => Move(answer)),
        new(new("both-fields", "Proxy-Authenticate comes along, which belongs to 407 (RFC 9110 §11.7.1).", "challenge/proxy-outside-407"), (answer, _) => answer.Add(Proxy, "Basic realm=\"Simulated proxy\", charset=\"UTF-8\"")),
        new(new("large", "The realm has 16 KiB; proxies give all fields together 4 or 8.", "challenge/too-large"), (answer, _) => ChallengeText.RewriteRealm(answer, _ => $"realm=\"{new string('S', 16 * 1024)}\"")),
        new(new("many", "There are ten challenges more.", "challenge/too-large"), (answer, _) => AddTen(answer)),
        new(new("split", "Its parameters go on in the next field line: clients that read each line by itself see a broken one (RFC 9110 §5.3).", "challenge/split-over-lines"), (answer, _) => ChallengeText.SetLines(answer, ChallengeText.Lines(answer).SelectMany(InTwo))),
        new(new("signature", "The answer asks for a signature of the next request as well (RFC 9421 §5.1), which is no challenge.", "challenge/accept-signature"), (answer, _) => answer.Add("Accept-Signature", "sig=(\"@method\" \"@target-uri\" \"@authority\")")),
    ];

    private static void Move(SimulatedAnswer answer)
    {
        var lines = ChallengeText.Lines(answer);
        answer.Remove(ChallengeText.Field);
        foreach (var line in lines)
            answer.Add(Proxy, line);
    }

    private static IEnumerable<string> InTwo(string line) => ChallengeText.Between(line, ", ", "\n").Split('\n', 2).Select(part => part.Replace("\n", ", ", StringComparison.Ordinal));

    private static void AddTen(SimulatedAnswer answer)
    {
        for (var number = 1; number <= 10; number++)
            answer.Add(ChallengeText.Field, string.Create(CultureInfo.InvariantCulture, $"Basic realm=\"Room {number}\", charset=\"UTF-8\""));
    }
}
