using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Statuses;

/// <summary>6: six refusals that do not say what they are.</summary>
internal sealed class Classify : Exercise
{
    private const string Anna = "anna:open sesame";
    private const string Ben = "ben:swordfish";

    private static readonly string[] Both = ["anna", "ben"];

    private static readonly ImmutableArray<ClassifiedPlace> Places =
    [
        new("a", "GET a without credentials", 401, Both, Both),
        new("b", "GET b as anna with her password", 403, ["ben"], ["ben"]),
        new("c", "GET c as anna with the password sesame", 401, ["anna"], ["anna"]),
        new("d", "GET d as ben with his password", 403, [], []),
        new("e", "GET e with Authorization: Token 8f3a", 401, Both, Both),
        new("f", "POST f as anna with her password", 403, Both, ["ben"]),
    ];

    private static readonly Door Accounts = new(Door.Basic("Shop", "", new(("anna", "open sesame"), ("ben", "swordfish"))));
    private static readonly ExerciseRoute ByProbes = new("by-probes", "You found out by probing which refusals go away with other credentials of the same person, and which do not.");

    public override int Number => 6;

    public override string Slug => "401-or-403";

    public override string Title => "401 or 403?";

    public override string Goal => "Say of each of six refusals whether it ought to be 401 or 403, with a recorded probe of yours for each.";

    public override string Story =>
        "This service answers every refusal with 404, whatever the reason. The accounts are anna (password open sesame) and ben (password swordfish), with Basic. Refused were: " +
        string.Join("; ", Places.Select(place => $"({place.Name}) {place.Exchange}")) +
        ". Probe $LAB/a to $LAB/f with whatever credentials you have, then answer a to f with 401 or 403.";

    public override string Teaches => "401 says: authenticate, or authenticate rightly; the request has no credentials, or some that are not good. 403 says: I know who you are, or do not care, and the answer is no. Whoever sends the same credentials again gets the same 403. 404 is allowed in place of 403, to hide that there is something.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §15.5.2", "RFC 9110 §15.5.4", "RFC 9110 §15.5.5"];

    public override ImmutableArray<string> Hints =>
    [
        "Ask of each refusal: were the credentials there, and were they good? Credentials are good that get in anywhere.",
        "For a, c and e probe with good credentials. For b, d and f repeat the refused request, which has good credentials, and see whether anybody else gets in.",
        "Where good credentials of the same person help, it ought to be 401. Where they were good already, 403.",
    ];

    public override ImmutableArray<AnswerPart> Answers => [.. Places.Select(place => new AnswerPart(place.Name, "401 or 403."))];

    public override ImmutableArray<ExerciseRoute> Routes => [ByProbes];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        .. Probes(),
        Answering("401", "403", "401", "403", "401", "403") with { Note = "Good credentials help with a, c and e. With b, d and f they were good already." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Answers without probing.", "probe-a", Answering("401", "403", "401", "403", "401", "403")),
        new("Probes five of six.", "probe-f", [.. Probes()[..5], Answering("401", "403", "401", "403", "401", "403")]),
        new("Looks who else gets in, and never repeats what was refused.", "probe-f", [.. Probes()[..5], new AskStep("f") { Basic = Ben, Method = "POST" }, Answering("401", "403", "401", "403", "401", "403")]),
        new("Says 401 to all.", "not-all-right", [.. Probes(), Answering("401", "401", "401", "401", "401", "401")]),
        new("Says 403 wherever credentials came.", "not-all-right", [.. Probes(), Answering("401", "403", "403", "403", "403", "403")]),
        new("Says 404, as the service does.", "401-or-403", [.. Probes(), Answering("404", "403", "401", "403", "401", "403")]),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel) =>
        new(Places.Any(place => answer[place.Name] is not ("401" or "403")) ? new Remark("401-or-403", "Each part is 401 or 403.") : null);

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        var at = Places.FirstOrDefault(place => place.Name == call.Place);
        if (at is null)
            return call.NoSuchPlace("a to f");
        var who = (await Accounts.JudgeAsync(call, cancel)).Decision.Subject?.Name;

        // What the judgement goes by, and the answer does not say.
        call.Note = who;
        var answer = new SimulatedAnswer(who is not null && (call.Sent.Method is "GET" or "HEAD" ? at.Readers : at.Writers).Contains(who, StringComparer.Ordinal) ? 200 : 404);
        answer.SetText(answer.Status == 200 ? $"Good day, {who}.\n" : "Not Found\n", "text/plain; charset=utf-8");
        return answer;
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        foreach (var place in Places)
            standing = standing.Needs(record.At(place.Name).Any(exchange => Supports(place, exchange)), $"probe-{place.Name}", $"A probe of {place.Name} shows what it is.", $"No probe of {place.Name} was recorded that would show what it is.");
        if (record.LastAnswer is not { } answer)
            return new(record.Answers is [.., { Fault: { } fault }] ? standing.Lacks("answer", "Answer a to f.").Near(fault.Slug, fault.Text) : standing.Lacks("answer", "Answer a to f."));
        var right = Places.Count(place => answer[place.Name] == (place.Status == 401 ? "401" : "403"));
        if (right < Places.Length)
            return new(standing.Lacks("right", "Not all six are right.").Near("not-all-right", $"{right} of 6 are right. Ask of each whether the credentials that came were good."));
        return new(standing.Missing.IsEmpty ? standing.Saw("right", "All six are right.").By(ByProbes) : standing.Saw("answered", "You answered."));
    }

    // 401: good credentials of those who may got in. 403: credentials were good and refused, by the method that was refused.
    private static bool Supports(ClassifiedPlace place, LabExchange exchange)
    {
        if (place.Status == 401)
            return exchange.IsServed;
        var isOfMethod = place.Name != "f" || exchange.Request.Method is not ("GET" or "HEAD");
        return isOfMethod && exchange is { Note: not null, IsServed: false };
    }

    private static ImmutableArray<SolutionStep> Probes() =>
    [
        new AskStep("a") { Basic = Anna, Note = "With credentials anna gets in." },
        new AskStep("b") { Basic = Anna, Note = "anna's credentials are good, and do not help." },
        new AskStep("c") { Basic = Anna, Note = "With her real password anna gets in." },
        new AskStep("d") { Basic = Anna, Note = "Nobody gets in." },
        new AskStep("e") { Basic = Ben, Note = "With a scheme that the service knows ben gets in." },
        new AskStep("f") { Basic = Anna, Method = "POST", Note = "anna's credentials are good, and she may not write." },
    ];

    private static AnswerStep Answering(params string[] statuses) => new([.. Places.Select((place, at) => (place.Name, statuses[at]))]);
}
