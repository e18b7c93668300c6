using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Exercises.Basics;

/// <summary>3: a password that ends with a line end.</summary>
internal sealed class TheInvisibleNewline : Exercise
{
    private const string Place = "door";
    private const string Password = "open sesame";

    private static readonly Door Protected = new(Door.Basic("Archive", "Basic for anna", new(("anna", Password), ("guest", "guest"))));
    private static readonly ExerciseRoute OneEdit = new("field-replaced", "You sent the same name and password without the line end, and changed nothing else.");
    private static readonly ExerciseRoute MoreEdits = new("more-edits", "You sent the same name and password without the line end, and changed other things as well.");

    public override int Number => 3;

    public override string Slug => "the-invisible-newline";

    public override string Title => "The invisible newline";

    public override string Goal => "Get anna in with her own password, by taking away what does not belong to it.";

    public override string Story => $"A script reads the password from a file and sends the field Authorization: {Sent}. The password in the file is right, and the answer is a refusal. (There is a guest with the password guest, who gets in; that shows that the server works.)";

    public override string Teaches => "echo and editors write a line end, and base64 encodes it with the rest. Decode what was really sent before you change the password: printf '%s' writes no line end, and most programs can trim what they read from files.";

    public override ImmutableArray<string> Sections => ["RFC 7617 §2", "RFC 9110 §5.5"];

    public override ImmutableArray<string> Hints =>
    [
        "Decode the credentials and look at every octet, the last ones too.",
        $"echo {Token} | base64 -d | od -c shows what stands behind the last letter.",
        "Encode the same without the line end: printf '%s' 'anna:open sesame' | base64. Or leave it to curl -u.",
    ];

    public override LabRequest? Base => LabRequest.Get(Place).With("Authorization", Sent);

    public override int? Par => 1;

    public override ImmutableArray<ExerciseRoute> Routes => [OneEdit, MoreEdits];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) => [new AskStep(Place) { Basic = $"anna:{Password}", Note = "The same name and password, without the line end." }];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Sends the request as it is.", "newline-there", new AskStep(Place).With("Authorization", Sent)),
        new("Gets in as somebody else.", "another-user", new AskStep(Place) { Basic = "guest:guest" }),
        new("Takes all white space off.", "another-password", new AskStep(Place) { Basic = "anna:opensesame" }),
        new("Puts a carriage return before it.", "newline-there", new AskStep(Place).With("Authorization", LoginParameters.BasicOf($"anna:{Password}\r\n"))),
    ];

    private static string Sent => LoginParameters.BasicOf($"anna:{Password}\n");

    private static string Token => Sent["Basic ".Length..];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place == Place ? Protected.AnswerAsync(call, cancel) : new(call.NoSuchPlace(Place));

    public override async ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        if (record.Exchanges is not [.., { Place: Place } last])
            return standing.Lacks("200", "No request to $LAB/door was recorded yet.");
        if (last is { IsServed: true, Login: { User: "anna", Password: Password } })
        {
            var change = await Replay.JudgeAsync(this, record, last.Request, cancel);
            return (standing with { Change = change }).Saw("200", "anna got in, and her password differs from the one in the script by the line end alone.").By(change.IsAtPar ? OneEdit : MoreEdits);
        }

        standing = standing.Lacks("200", "anna did not get in yet.");
        return last switch
        {
            { IsServed: true } => standing.Near("another-user", "That request got in as somebody else. It is anna who has to."),
            { Login: { User: "anna" } login } when login.Password.TrimEnd('\r', '\n') == Password => standing.Near("newline-there", "A line end is still there behind the password, inside of the base64."),
            { Login.User: "anna" } => standing.Near("another-password", "The password now differs from the one in the script by more than its line end."),
            { Login: not null } => standing.Near("another-user", "Those were credentials of another user than anna."),
            _ => standing.Near("no-login", "No Basic credentials came that can be read."),
        };
    }
}
