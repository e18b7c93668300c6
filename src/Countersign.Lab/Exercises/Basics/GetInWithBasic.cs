using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Basics;

/// <summary>2: get in with Basic, by one edit.</summary>
internal sealed class GetInWithBasic : Exercise
{
    private const string Place = "door";
    private const string Login = "anna:open:sesame";

    private static readonly Door Protected = new(Door.Basic("Archive", "Basic for anna with the password of the story", new(("anna", "open:sesame"))));
    private static readonly ExerciseRoute OneEdit = new("one-edit", "You added one field, Authorization, and changed nothing else.");
    private static readonly ExerciseRoute MoreEdits = new("more-edits", "You got in with Basic, by more edits than one.");

    public override int Number => 2;

    public override string Slug => "get-in-with-basic";

    public override string Title => "Get in with Basic";

    public override string Goal => "Get a 200 from $LAB/door with Basic credentials.";

    public override string Story => "The user is anna, the password is open:sesame, with the colon. The request to begin from is GET $LAB/door without anything else; one edit suffices.";

    public override string Teaches => "Basic credentials are the user name, a colon and the password in base64. A user name can't have a colon, a password can: servers split at the first one. Base64 hides nothing; TLS does.";

    public override ImmutableArray<string> Sections => ["RFC 7617 §2", "RFC 9110 §11.6.2"];

    public override ImmutableArray<string> Hints =>
    [
        "Credentials go into the field Authorization: the scheme, a space, then what the scheme asks for.",
        "What Basic asks for is base64 of the name, a colon, and the password: of anna:open:sesame.",
        "curl -u writes that field: curl -i -u 'anna:open:sesame' $LAB/door",
    ];

    public override LabRequest? Base => LabRequest.Get(Place);

    public override int? Par => 1;

    public override ImmutableArray<ExerciseRoute> Routes => [OneEdit, MoreEdits];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) => [new AskStep(Place) { Basic = Login, Note = "curl encodes name and password, and adds one field." }];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Leaves out what stands behind the colon of the password.", "wrong-password", new AskStep(Place) { Basic = "anna:open" }),
        new("Puts the credentials into the query.", "in-the-query", new AskStep($"{Place}?user=anna&password=open%3Asesame")),
        new("Sends name and password without base64.", "not-base64", new AskStep(Place).With("Authorization", "Basic anna:open:sesame")),
        new("Leaves out the scheme.", "no-scheme", new AskStep(Place).With("Authorization", "YW5uYTpvcGVuOnNlc2FtZQ==")),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place == Place ? Protected.AnswerAsync(call, cancel) : new(call.NoSuchPlace(Place));

    public override async ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        if (record.Exchanges is not [.., { Place: Place } last])
            return standing.Lacks("200", "No request to $LAB/door was recorded yet.");
        if (!last.IsServed)
            return Near(last, standing.Lacks("200", "No request got in yet."));
        var change = await Replay.JudgeAsync(this, record, last.Request, cancel);
        return (standing with { Change = change }).Saw("200", "A request with Basic credentials got in.").By(change.IsAtPar ? OneEdit : MoreEdits);
    }

    private static Standing Near(LabExchange last, Standing standing)
    {
        if (last.Login is { User: "anna" })
            return standing.Near("wrong-password", "Basic credentials for anna came, with another password. It is open:sesame as a whole: only the first colon separates name and password (RFC 7617 §2).");
        if (last.Login is not null)
            return standing.Near("wrong-user", "Basic credentials came, for another user than anna.");
        if (last.Request.Field("Authorization") is not { } line)
        {
            return last.Request.Query.IsEmpty
                ? standing.Near("no-credentials", "The request had no credentials. They go into the field Authorization (RFC 9110 §11.6.2).")
                : standing.Near("in-the-query", "What you sent stands in the query, where this server does not look, and where logs and histories keep it.");
        }

        return line.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            ? standing.Near("not-base64", "The scheme is right; what follows it is not the base64 of a name, a colon and a password (RFC 7617 §2).")
            : standing.Near("no-scheme", "Authorization begins with the name of the scheme, and a space (RFC 9110 §11.4).");
    }
}
