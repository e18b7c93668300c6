using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Basics;

/// <summary>4: two field lines with three schemes.</summary>
internal sealed class ReadTheChallenge : Exercise
{
    private const string Place = "door";
    private const string Field = "WWW-Authenticate";
    private const string Login = "anna:open sesame";

    private static readonly LabUsers Users = new(("anna", "open sesame"));
    private static readonly Door Protected = new(Door.Digest("apps", "Digest or Basic for anna", Users), Door.Basic("simple", "", Users));
    private static readonly ExerciseRoute ByDigest = new("digest", "You took Digest, which does not give the password away, and left Basic and the unknown scheme aside.");

    public override int Number => 4;

    public override string Slug => "read-the-challenge";

    public override string Title => "Read the challenge";

    public override string Goal => "Get in with the strongest scheme that $LAB/door offers and that common clients support.";

    public override string Story => "The user is anna, the password is open sesame. The answer has two WWW-Authenticate lines with three challenges, and one of them is of a scheme that no client knows.";

    public override string Teaches => "One line may hold several challenges, and several lines are one list. Commas separate challenges and also their parameters: a new challenge begins where a word comes that no equals sign follows. A client takes the strongest challenge that it knows, wherever it stands.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §11.6.1", "RFC 9110 §11.3", "RFC 7616 §3.7"];

    public override ImmutableArray<string> Hints =>
    [
        "Count the challenges, not the lines: curl -i $LAB/door shows both lines.",
        "The three schemes are Newauth, Basic and Digest. Basic sends the password itself; which one does not?",
        "curl takes the scheme that it is told to: curl -i --digest -u 'anna:open sesame' $LAB/door",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByDigest];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) => [new AskStep(Place) { Digest = Login, Note = "curl asks once without credentials, and answers the Digest challenge." }];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Takes Basic, which works and gives the password away.", "weaker-scheme", new AskStep(Place) { Basic = Login }),
        new("Takes the scheme that stands first.", "unknown-scheme", new AskStep(Place).With("Authorization", "Newauth realm=\"apps\", type=1")),
        new("Takes Digest with a wrong password.", "digest-refused", new AskStep(Place) { Digest = "anna:sesame" }),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Place != Place)
            return call.NoSuchPlace(Place);
        var answer = await Protected.AnswerAsync(call, cancel);
        var lines = answer.Fields.Where(field => field.Name == Field).Select(field => field.Value).ToList();
        if (lines is not [var digest, var basic])
            return answer;
        answer.Remove(Field);
        answer.Add(Field, $"Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", {basic}");
        answer.Add(Field, digest);
        return answer;
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        if (record.At(Place).Any(exchange => exchange.IsServed && exchange.Uses("Digest")))
            return new(standing.Saw("200", "A request with Digest got in.").By(ByDigest));
        standing = standing.Needs(record.At(Place).Any(exchange => exchange.Status == 401), "challenges", "You got the two lines with the three challenges.", "No 401 of $LAB/door was recorded yet.")
            .Lacks("200", "No request with the strongest scheme got in yet.");
        return new(record.Exchanges is not [.., { Place: Place, IsAnonymous: false } last] ? standing
            : last.IsServed ? standing.Near("weaker-scheme", "You got in with Basic, which sends the password itself. A stronger scheme is offered (RFC 7616 §3.7).")
            : last.Uses("Digest") ? standing.Near("digest-refused", "Digest is the scheme to take; these credentials were refused. See the reason in the answer's content.")
            : last.Uses("Basic") ? standing.Near("weaker-scheme", "Basic is the weakest that is offered, and these credentials were refused as well.")
            : standing.Near("unknown-scheme", "The server offers that scheme, but nobody defined how to answer it. Take one that is registered."));
    }
}
