using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Digests;

/// <summary>10: two requests on one nonce.</summary>
internal sealed class DigestByHand : Exercise
{
    private const string Place = "door";
    private const string Login = "anna:open sesame";

    private static readonly Door Protected = new(Door.Digest("Vault", "Digest with SHA-256 for anna", new(("anna", "open sesame")))) { IsTalkative = true };
    private static readonly ExerciseRoute TwoCounts = new("two-counts", "You answered one challenge twice: with the count 00000001, and with 00000002 and a response computed anew.");

    public override int Number => 10;

    public override string Slug => "digest-by-hand";

    public override string Title => "Digest by hand";

    public override string Goal => "Get two 200s from $LAB/door on one and the same nonce: the first with nc=00000001, the second with nc=00000002.";

    public override string Story => "The user is anna, the password is open sesame. Take the nonce of the challenge and compute the response yourself, or have a client do it that keeps its nonce. Each response is SHA-256 over the user, the nonce, the count, a number of your own, and the method with the target.";

    public override string Teaches => "A nonce serves for many requests. The count tells them apart and goes into the response, so a request that was overheard can't be sent again: each count is taken once.";

    public override ImmutableArray<string> Sections => ["RFC 7616 §3.4.1", "RFC 7616 §3.4.6", "RFC 7616 §5.5"];

    public override ImmutableArray<string> Hints =>
    [
        "nc is eight hex digits, without quotes. It says how many requests were sent with this nonce, this one included.",
        "response is SHA-256 of H(anna:realm:password) : nonce : nc : cnonce : auth : H(method:target), each part in hex, with colons between. When nc changes, response changes.",
        "In a shell H is printf '%s' TEXT | sha256sum. Or take a client that keeps its nonce: a Session of Python's requests with HTTPDigestAuth does; curl begins anew with each address.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [TwoCounts];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) => [new DigestStep(Place, "anna", "open sesame", 1, 2) { Note = "One nonce, two counts, and for each count a response of its own." }];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Takes a new nonce for the second request.", "new-nonce", new AskStep(Place) { Digest = Login }, new AskStep(Place) { Digest = Login, Forgets = true }),
        new("Sends the first request again.", "count-replayed", new AskStep(Place) { Digest = Login, Count = 1 }, new AskStep(Place) { Digest = Login, Count = 1, LeavesStale = true }),
        new("Leaves counts out.", "count-skipped", new AskStep(Place) { Digest = Login, Count = 1 }, new AskStep(Place) { Digest = Login, Count = 5 }),
        new("Stops after the first.", "second", new AskStep(Place) { Digest = Login }),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place == Place ? Protected.AnswerAsync(call, cancel) : new(call.NoSuchPlace(Place));

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var served = record.At(Place).Where(exchange => exchange.IsServed && exchange.Uses("Digest")).ToList();
        var firsts = served.Where(exchange => exchange.NonceCount == 1).ToList();
        var standing = Standing.Nothing.Needs(firsts.Count > 0, "first", "A request with nc=00000001 got in.", "No request with nc=00000001 got in yet.");
        if (firsts.Any(first => served.Any(second => second.Number > first.Number && second.NonceCount == 2 && second.Param("nonce") == first.Param("nonce"))))
            return new(standing.Saw("second", "A request with nc=00000002 and the same nonce got in.").By(TwoCounts));
        if (record.Exchanges is not [.., { Place: Place } last])
            return new(standing);
        if (firsts.Count > 0)
            standing = standing.Lacks("second", "No request with nc=00000002 and the same nonce got in yet.");
        return new(last switch
        {
            { Refusal: Refusal.DigestNonceReplayed } => standing.Near("count-replayed", "That count of this nonce was taken already. Count on, and compute response with the new nc."),
            { Refusal: Refusal.DigestResponseWrong } => standing.Near("response-wrong", "The response does not belong to what stands beside it. nc, cnonce, nonce and target go into it exactly as they are sent."),
            { Refusal: Refusal.DigestUriMismatch } => standing.Near("uri", "uri has to be the target of the request, its path as a whole and its query (RFC 7616 §3.4)."),
            { IsServed: true, NonceCount: 1 } when firsts.Count > 1 => standing.Near("new-nonce", "That was a first request again, on another nonce. Keep the nonce of the one before."),
            { IsServed: true, NonceCount: > 2 } => standing.Near("count-skipped", "That count was taken, but it is not the second. A strict server takes it for a sign that requests were lost."),
            { Refusal: { } refusal, IsAnonymous: false } => standing.Near("refused", $"It was refused: {refusal.Row().Sentence}"),
            _ => standing,
        });
    }
}
