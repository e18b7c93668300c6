using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Countersign.Inspector;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Exercises.Challenges;

/// <summary>14: a challenge that no client understands.</summary>
internal sealed class FixTheOrigin : Exercise
{
    private const string Place = "door";
    private const string Part = "challenge";
    private const string Realm = "Reading Room";
    private const string Given = "Basic realm=Reading Room charset='utf-8'";
    private const int MaxText = 4096;

    private static readonly Door Protected = new(Door.Basic("Reading Room", "Basic for anna", new((StockClient.User, StockClient.Password))));
    private static readonly ExerciseRoute OneLine = new("one-challenge", "You wrote one well-formed challenge of Basic.");
    private static readonly ExerciseRoute MoreChallenges = new("several-challenges", "You wrote several well-formed challenges, Basic among them.");

    public override int Number => 14;

    public override string Slug => "fix-the-origin";

    public override string Title => "Fix the origin";

    public override string Goal => "Rewrite the origin's challenge until the inspector finds no error in the 401, and .NET's HttpClient, with credentials and nothing else, gets a 200.";

    public override string Story =>
        $"The origin knows Basic, for a realm named Reading Room. Its challenge is: {Given}. Answer with the value of WWW-Authenticate as it should be (one challenge a line, or several in one); from then on $LAB/door sends it. Then ask $LAB/door without credentials: that 401 is judged, and HttpClient is sent there.";

    public override string Teaches => "A parameter is a name, an equals sign, and a token or a string in double quotes; commas separate parameters. A realm with a space in it needs the quotes, and single quotes are no quotes. What one client guesses right, another one refuses.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §11.6.1", "RFC 9110 §11.2", "RFC 7617 §2.1"];

    public override ImmutableArray<string> Hints =>
    [
        "curl -i $LAB/door | countersign inspect - shows what the inspector finds, and where.",
        "Three things are wrong: the realm has no quotes, a comma is missing, and single quotes are characters like others.",
        "Basic realm=\"Reading Room\", charset=\"UTF-8\"",
    ];

    public override ImmutableArray<AnswerPart> Answers => [new(Part, "The value of WWW-Authenticate; each line becomes a field line.") { IsText = true, Given = Given }];

    public override ImmutableArray<ExerciseRoute> Routes => [OneLine, MoreChallenges];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AnswerStep((Part, "Basic realm=\"Reading Room\", charset=\"UTF-8\"")) { Note = "Double quotes around the realm, a comma before the next parameter." },
        new AskStep(Place) { Note = "This 401 is judged." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Puts quotes around the realm and leaves the comma out.", "inspector", new AnswerStep((Part, "Basic realm=\"Reading Room\" charset=\"UTF-8\"")), new AskStep(Place)),
        new("Takes a scheme that the origin does not know.", "client", new AnswerStep((Part, "Bearer realm=\"Reading Room\"")), new AskStep(Place)),
        new("Takes the challenge away.", "part-missing", new AnswerStep((Part, "")), new AskStep(Place)),
        new("Leaves the realm out.", "inspector", new AnswerStep((Part, "Basic charset=\"UTF-8\"")), new AskStep(Place)),
        new("Cuts the realm down to a word.", "other-realm", new AnswerStep((Part, "Basic realm=\"Reading\"")), new AskStep(Place)),
        new("Does not ask for the 401.", "401", new AnswerStep((Part, "Basic realm=\"Reading Room\", charset=\"UTF-8\""))),
        new("Writes a line end into the field.", "not-a-field", new AnswerStep((Part, "Basic realm=\"Reading\tRoom\u0007\""))),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel)
    {
        var text = answer[Part] ?? "";
        return new(text.Length > MaxText ? new Remark("too-long", $"That is longer than {MaxText} characters.")
            : LinesOf(answer).Any(line => line.Any(c => char.IsControl(c) && c != '\t')) ? new Remark("not-a-field", "There is a control character in it, which no field can have (RFC 9110 §5.5).")
            : null);
    }

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Place != Place)
            return call.NoSuchPlace(Place);
        var answer = await Protected.AnswerAsync(call, cancel);
        if (answer.Status == 401)
            ChallengeText.SetLines(answer, LinesOf(call.Record.LastAnswer).Select(ChallengeText.Octets));
        return answer;
    }

    public override async ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        if (record.LastAnswer is not { } answer)
            return Standing.Nothing.Lacks("challenge", "No challenge was answered yet. The one of the story is in force.");
        var standing = Standing.Nothing.Saw("challenge", "You answered with a challenge.");
        var asked = record.Exchanges.LastOrDefault(exchange => exchange.Number > answer.Number && exchange is { Place: Place, Status: 401, IsAnonymous: true });
        if (asked is null)
            return standing.Lacks("401", "Ask $LAB/door without credentials: its 401 has your challenge now.");
        standing = standing.Saw("401", "A 401 with your challenge was recorded.");
        var errors = Inspection.Of(RawHttpReader.Read(TextOf(asked))).Findings.Where(finding => finding.Severity == Severity.Error).ToList();
        var status = await StockClient.AskAsync(this, record, Place, cancel);
        standing = standing.Needs(errors.Count == 0, "inspector", "The inspector finds no error in it.", $"The inspector finds errors in it: {string.Join(", ", errors.Select(error => error.Check.Id).Distinct(StringComparer.Ordinal))}.")
            .Needs(status == 200, "client", "HttpClient got a 200.", string.Create(CultureInfo.InvariantCulture, $"HttpClient, with credentials for Basic, got {status}."));
        if (standing.Missing.IsEmpty && !asked.Challenges.Any(challenge => challenge is { Realm: Realm } && challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)))
            return standing.Lacks("realm", $"The challenge has to name the realm {Realm}.").Near("other-realm", "The challenge is well formed now, and names another protection space: what clients keep for the realm serves there no more (RFC 9110 §11.5).");
        if (standing.Missing.IsEmpty)
            return standing.By(asked.Challenges.Length == 1 ? OneLine : MoreChallenges);
        return errors is [var first, ..] ? standing.Near(first.Check.Id, first.Message) : standing.Near("other-scheme", "The challenge is well formed, and is none that the origin and HttpClient can use: the origin knows Basic.");
    }

    private static IEnumerable<string> LinesOf(LabAnswer? answer) =>
        (answer?[Part] ?? Given).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.StartsWith("WWW-Authenticate:", StringComparison.OrdinalIgnoreCase) ? line["WWW-Authenticate:".Length..].Trim() : line);

    private static string TextOf(LabExchange exchange)
    {
        var text = new StringBuilder($"$ curl https://lab.example/{Place}\nGET /{Place} HTTP/1.1\nHost: lab.example\n\n");
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {exchange.Status} Unauthorized\n");
        foreach (var (name, value) in exchange.Fields)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        return text.Append("Content-Length: 0\n\n").ToString();
    }
}
