using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Basics;

/// <summary>1: ask without credentials, and read who asks for them.</summary>
internal sealed class ReproduceA401 : Exercise
{
    private const string Place = "door";

    private static readonly ImmutableArray<string> Rooms = ["Reading Room", "Map Room", "Print Room", "Music Room", "Coin Room"];
    private static readonly ExerciseRoute ByChallenge = new("by-challenge", "You asked without credentials and read scheme and realm from the challenge.");

    public override int Number => 1;

    public override string Slug => "reproduce-a-401";

    public override string Title => "Reproduce a 401";

    public override string Goal => "Get a 401 without sending credentials, and say which scheme and which realm it asks for.";

    public override string Story => "Somebody reports: \"I get a 401.\" Ask $LAB/door yourself, without credentials. Then answer with the scheme and the realm that the challenge names.";

    public override string Teaches => "Every 401 has a WWW-Authenticate field with at least one challenge. The scheme says how to authenticate, the realm says for which protection space. Realms are compared letter by letter.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §15.5.2", "RFC 9110 §11.6.1", "RFC 9110 §11.5"];

    public override ImmutableArray<string> Hints =>
    [
        "The field of the answer that says what is wanted is WWW-Authenticate. Many programs show it only when they are asked to.",
        "curl -i $LAB/door shows the fields of the answer. In a browser look at the network page of the developer tools.",
        "The word at the beginning of the challenge is the scheme. The realm stands in quotes, which are no part of it; its letters and spaces are.",
    ];

    public override ImmutableArray<AnswerPart> Answers => [new("scheme", "The scheme of the challenge."), new("realm", "The realm of the challenge, without its quotes.")];

    public override ImmutableArray<ExerciseRoute> Routes => [ByChallenge];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AskStep(Place) { Note = "The answer has WWW-Authenticate." },
        new AnswerStep(("scheme", "Basic"), ("realm", RealmOf(learner))) { Note = "The scheme is the first word of the challenge, the realm is what the quotes hold." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Answers without having asked.", "no-401", new AnswerStep(("scheme", "Basic"), ("realm", RealmOf(learner)))),
        new("Asks with credentials, which shows another refusal than the one reported.", "with-credentials", new AskStep(Place) { Basic = "anna:secret" }, new AnswerStep(("scheme", "Basic"), ("realm", RealmOf(learner)))),
        new("Writes the realm in other letters.", "realm-letters", new AskStep(Place), new AnswerStep(("scheme", "Basic"), ("realm", RealmOf(learner).ToLowerInvariant()))),
        new("Takes the realm for the scheme.", "other-scheme", new AskStep(Place), new AnswerStep(("scheme", RealmOf(learner)), ("realm", RealmOf(learner)))),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) =>
        call.Place == Place
            ? new Door(Door.Basic(RealmOf(call.Record.Learner), "credentials that nobody here has", new())).AnswerAsync(call, cancel)
            : new(call.NoSuchPlace(Place));

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var asked = record.At(Place).LastOrDefault(exchange => exchange is { IsAnonymous: true, Status: 401 });
        var standing = Standing.Nothing.Needs(asked is not null, "401", "You got a 401 without credentials.", "No 401 to a request without credentials was recorded yet.");
        if (asked is null)
        {
            return new(record.At(Place).Any() ? standing.Near("with-credentials", "Your request had an Authorization field. Ask without one: what answers is then the challenge itself, and no judgement on credentials.")
                : record.LastAnswer is not null ? standing.Near("no-401", "An answer counts only with the exchange that shows it: ask $LAB/door first.")
                : standing);
        }

        if (record.LastAnswer is not { } answer)
            return new(standing.Lacks("answer", "Answer with the scheme and the realm."));
        if (answer.Number < asked.Number)
            return new(standing.Lacks("answer", "Answer now that you have seen the challenge."));
        var challenge = asked.Challenges[0];
        if (!string.Equals(answer["scheme"], challenge.Scheme, StringComparison.OrdinalIgnoreCase))
            return new(standing.Lacks("scheme", "The scheme that you named is not the one of the challenge.").Near("other-scheme", "The scheme is the first word of the challenge, before its parameters (RFC 9110 §11.3)."));
        var realm = answer["realm"]!.Trim('"');
        if (realm == challenge.Realm)
            return new(standing.Saw("answer", "You named scheme and realm of the challenge.").By(ByChallenge));
        standing = standing.Lacks("realm", "The realm that you named is not the one of the challenge.");
        return new(realm.Equals(challenge.Realm, StringComparison.OrdinalIgnoreCase)
            ? standing.Near("realm-letters", "Only the letter case of the realm differs. Realms are compared with their letter case (RFC 9110 §11.5).")
            : standing.Near("other-realm", "The realm is the value of the parameter realm, without the quotes around it."));
    }

    private static string RealmOf(LearnerSeed learner) => $"{learner.Pick("room", Rooms)} {learner.Below("number", 90) + 10}";
}
