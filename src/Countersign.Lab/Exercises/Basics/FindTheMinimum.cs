using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Exercises.Basics;

/// <summary>5: nine wrong things, of which two matter.</summary>
internal sealed class FindTheMinimum : Exercise
{
    private const string Place = "report";
    private const string Login = "anna:open sesame";
    private const string Own = "https://app.example.org";

    private static readonly Door Protected = new(Door.Basic("Reports", "Basic for anna with the password of the story", new(("anna", "open sesame"))));
    private static readonly ExerciseRoute OriginRemoved = new("origin-removed", "You replaced the credentials and removed Origin: the server takes a request without it for one that no page of another site sent.");
    private static readonly ExerciseRoute OriginReplaced = new("origin-replaced", "You replaced the credentials and put the application's own origin into Origin.");

    public override int Number => 5;

    public override string Slug => "find-the-minimum";

    public override string Title => "Find the minimum";

    public override string Goal => "Get a 200 with as few edits of the base request as possible: two suffice, and each of yours has to be needed.";

    public override string Story =>
        $"The base request has nine things in it that look wrong, and two of them keep it out. The user is anna, the password is open sesame, and the application lives at {Own}. " +
        "When a request gets in, the server asks itself again with each of your edits left out: what gets in all the same was not needed.";

    public override string Teaches => "Change one thing at a time, and read each answer: a 401 is about credentials, a 403 that stays with good credentials is about something else, here the origin. An edit that is not needed hides the one that is.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §15.5.2", "RFC 9110 §15.5.4", "RFC 6454 §7.3"];

    public override ImmutableArray<string> Hints =>
    [
        "Send the base request as it is, and read the status and the reason in the content.",
        "The first refusal goes away when only Authorization is replaced. The status of the next one is another, and its content names the field.",
        $"Replace Authorization by Basic for {Login}, and remove Origin (or put {Own} there). Leave everything else as it is.",
    ];

    public override LabRequest? Base => new LabRequest("POST", Place)
    {
        Query = [("v", "0"), ("debug", "1")],
        Content = """{"report":"q3","format":"exe","limit":-1}""",
    }
        .With("Authorization", LoginParameters.BasicOf("anna:sesame"))
        .With("Origin", "https://old.example.net")
        .With("Referer", "https://old.example.net/start")
        .With("Accept-Charset", "iso-8859-1")
        .With("Cookie", "session=expired")
        .With("X-Requested-With", "XmlHttpRequset")
        .With("Content-Type", "text/plain");

    public override int? Par => 2;

    public override ImmutableArray<ExerciseRoute> Routes => [OriginRemoved, OriginReplaced];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        Sent() with { Note = "As it is: 401, so the credentials come first." },
        Changed("Authorization", LoginParameters.BasicOf(Login)) with { Note = "With good credentials: 403, for the origin." },
        Without(Changed("Authorization", LoginParameters.BasicOf(Login)), "Origin") with { Note = "Without the foreign origin: 200." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Replaces the credentials alone.", "origin-refused", Changed("Authorization", LoginParameters.BasicOf(Login))),
        new("Removes the origin alone.", "credentials-refused", Without(Sent(), "Origin")),
        new("Cleans everything up.", "not-minimal", new AskStep(Place) { Method = "POST", Content = """{"report":"q3"}""", Basic = Login }),
        new("Removes the Referer as well.", "not-minimal", Without(Without(Changed("Authorization", LoginParameters.BasicOf(Login)), "Origin"), "Referer")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Place != Place)
            return call.NoSuchPlace(Place);
        var judged = await Protected.JudgeAsync(call, cancel);
        var answer = Protected.Answer(judged);
        if (!judged.Decision.IsAdmitted || call.Sent.Field("Origin") is not { } origin || origin == Own)
            return answer;
        return new(403)
        {
            Diagnosis = new("an Origin of the application itself, or none", "an Origin of another site") { Refusal = Refusal.DeniedByPolicy, Evidence = "Pages of other sites may not ask for reports. The field is Origin." },
        };
    }

    public override async ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        if (record.Exchanges is not [.., { Place: Place } last])
            return standing.Lacks("200", "No request to $LAB/report was recorded yet.");
        if (!last.IsServed)
        {
            standing = standing.Lacks("200", "The last request did not get in.");
            return last.Status == 403
                ? standing.Near("origin-refused", "The credentials are good now. What is refused is the Origin: a 403 does not go away by authenticating (RFC 9110 §15.5.4).")
                : standing.Near("credentials-refused", "The credentials are refused. As long as they are, nothing else that you change shows.");
        }

        var change = await Replay.JudgeAsync(this, record, last.Request, cancel);
        standing = (standing with { Change = change }).Saw("200", "A request got in.");
        if (change.IsMinimal)
            return standing.By(last.Request.Field("Origin") is null ? OriginRemoved : OriginReplaced);
        return standing.Lacks("minimal", "Get in with edits of which each is needed.")
            .Near("not-minimal", change.Doubt?.Text ?? $"It gets in without some of your edits as well: {string.Join("; ", change.Needless.Select(edit => edit.Sentence))}.");
    }

    private AskStep Sent() => new($"{Place}{Base!.QueryText}") { Method = "POST", Fields = Base.Fields, Content = Base.Content };

    private AskStep Changed(string field, string value) => Sent() with { Fields = [.. Base!.Fields.Select(each => each.Name == field ? (field, value) : each)] };

    private static AskStep Without(AskStep step, string field) => step with { Fields = step.Fields.RemoveAll(each => each.Name == field) };
}
