using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Digests;

/// <summary>11: a nonce that has ended.</summary>
internal sealed class StaleNonce : Exercise
{
    private const string Place = "door";
    private const string Login = "anna:open sesame";

    // Each nonce serves once, and is stale when it is used again.
    private static readonly Door Protected = new(Door.Digest("Vault", "Digest with SHA-256 for anna", new(("anna", "open sesame")), mostUses: 1)) { IsTalkative = true };
    private static readonly ExerciseRoute OneRetry = new("one-retry", "You answered stale=true with one retry: the new nonce, counted from 1, and the same credentials.");

    public override int Number => 11;

    public override string Slug => "stale-nonce";

    public override string Title => "A stale nonce";

    public override string Goal => "When a nonce turns out to be stale, get in with exactly one retry: with the new nonce, counted from 1, and without beginning anew.";

    public override string Story => "The user is anna, the password is open sesame. $LAB/door takes each nonce once. Get in, then ask again on the same nonce with the next count: the answer says stale=true and has another nonce.";

    public override string Teaches => "stale=true says that the credentials are good and only the nonce is old. A client repeats the request at once with the new nonce and nc=00000001, and asks nobody for a password. Without stale=true the credentials themselves were refused.";

    public override ImmutableArray<string> Sections => ["RFC 7616 §3.3", "RFC 7616 §3.4.6"];

    public override ImmutableArray<string> Hints =>
    [
        "You need a nonce that served once. Use it a second time, with nc=00000002, to be told that it is stale.",
        "The answer with stale=true is a challenge of its own: compute the next response with its nonce, and count from 1 again.",
        "A client that keeps its nonce does all of it, such as a Session of Python's requests with HTTPDigestAuth that asks twice. By hand: the same computation as in exercise 10, with the new nonce and nc=00000001.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [OneRetry];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) => [new DigestStep(Place, "anna", "open sesame", 1, 2) { AnswersStale = true, Note = "The second request is answered with stale=true; the third has the new nonce." }];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Begins anew without credentials when the nonce is stale.", "asked-anew", new AskStep(Place) { Digest = Login }, new AskStep(Place) { Digest = Login, LeavesStale = true }, new AskStep(Place), new AskStep(Place) { Digest = Login }),
        new("Counts on with the new nonce.", "count-not-reset", new AskStep(Place) { Digest = Login }, new AskStep(Place) { Digest = Login, LeavesStale = true }, new AskStep(Place) { Digest = Login, Count = 3 }),
        new("Never meets a stale nonce.", "stale", new AskStep(Place) { Digest = Login }, new AskStep(Place) { Digest = Login, Forgets = true }),
        new("Asks for another password.", "another-login", new AskStep(Place) { Digest = Login }, new AskStep(Place) { Digest = Login, LeavesStale = true }, new AskStep(Place) { Digest = "anna:sesame" }),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place == Place ? Protected.AnswerAsync(call, cancel) : new(call.NoSuchPlace(Place));

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var all = record.At(Place).ToList();
        var standing = Standing.Nothing.Needs(all.Any(exchange => exchange.IsServed), "first", "A request got in by Digest.", "No request got in by Digest yet.");
        var at = all.FindLastIndex(IsStale);
        for (var each = at; each >= 0; each--)
        {
            if (IsStale(all[each]) && each + 1 < all.Count && IsRetry(all[each], all[each + 1]) && all[each + 1].IsServed)
                return new(standing.Saw("stale", "A nonce was stale.").Saw("retry", "One retry with the new nonce got in, counted from 1.").By(OneRetry));
        }

        if (at < 0)
            return new(standing.Lacks("stale", "No answer with stale=true was recorded yet: use a nonce a second time, with the next count."));
        standing = standing.Saw("stale", "A nonce was stale.").Lacks("retry", "The retry with the new nonce is missing.");
        if (at + 1 >= all.Count)
            return new(standing);
        var (stale, next) = (all[at], all[at + 1]);
        return new(next.IsAnonymous ? standing.Near("asked-anew", "After stale=true came a request without credentials. The challenge with stale=true has a nonce already: no further one is needed.")
            : next.Param("nonce") != NonceOf(stale) ? standing.Near("old-nonce", "The retry had another nonce than the one that came with stale=true.")
            : next.NonceCount != 1 ? standing.Near("count-not-reset", "The retry had the new nonce, but not nc=00000001: each nonce is counted from 1.")
            : next.Param("username") != stale.Param("username") || !next.IsServed ? standing.Near("another-login", "The retry had other credentials, or was computed wrongly. stale=true says that the ones before were good.")
            : standing);
    }

    private static bool IsStale(LabExchange exchange) => exchange.Status == 401 && exchange.Challenges.Any(challenge => string.Equals(challenge.Find("stale"), "true", StringComparison.OrdinalIgnoreCase));

    private static bool IsRetry(LabExchange stale, LabExchange next) => next.Uses("Digest") && next.NonceCount == 1 && next.Param("nonce") == NonceOf(stale) && next.Param("username") == stale.Param("username");

    private static string? NonceOf(LabExchange stale) => stale.Challenges.FirstOrDefault(challenge => challenge.Find("stale") is not null)?.Find("nonce");
}
