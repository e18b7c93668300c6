using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Caches;

/// <summary>16: a 401 that a cache keeps.</summary>
internal sealed class CachedRefusal : Exercise
{
    private const string Place = "door";
    private const string Login = "anna:open sesame";
    private const int AgeAtFirst = 312;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private static readonly Door Protected = new(Door.Basic("Archive", "Basic for anna", new(("anna", "open sesame"))));
    private static readonly ExerciseRoute ByRequest = new("no-cache", "You had the cache ask the origin again, by a request with no-cache, and what came took the place of the refusal.");
    private static readonly ExerciseRoute ByPurge = new("purge", "You had the cache remove what it kept, by PURGE, which many caches know and no RFC defines.");
    private static readonly ExerciseRoute ByUnsafeMethod = new("unsafe-method", "A successful request with an unsafe method made what was kept invalid (RFC 9111 §4.4).");

    public override int Number => 16;

    public override string Slug => "a-cached-401";

    public override string Title => "A cached 401";

    public override string Goal => "Have a plain GET of $LAB/door with good credentials answered 200, though a cache in front keeps a 401.";

    public override string Story => "The user is anna, the password is open sesame. The origin marks its 401s as public with a long life, and somebody asked without credentials before you: now the cache in front answers that 401 to everybody, with the field Age. Get it out of the cache, and show it by a GET with credentials and nothing else.";

    public override string Teaches => "A 401 with an explicit life may be kept, and then good credentials no longer reach the origin. Age tells such an answer. A request with Cache-Control: no-cache reaches the origin all the same. The owner's cure is Cache-Control: no-store on every refusal.";

    public override ImmutableArray<string> Sections => ["RFC 9111 §3", "RFC 9111 §5.1", "RFC 9111 §5.2.1.4", "RFC 9111 §4.4"];

    public override ImmutableArray<string> Hints =>
    [
        "Compare the fields of the 401 with those of a 401 that comes from an origin: this one has Age, and Age grows.",
        "A request can tell caches to ask the origin: Cache-Control: no-cache. Another query would miss the cache as well, but leaves the kept answer where it is.",
        "Send the credentials together with Cache-Control: no-cache, then once more without it.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByRequest, ByPurge, ByUnsafeMethod];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AskStep(Place) { Basic = Login, Note = "401 with Age: the credentials did not reach the origin." },
        new AskStep(Place) { Basic = Login, Fields = [("Cache-Control", "no-cache")], Note = "The cache asks the origin: 200." },
        new AskStep(Place) { Basic = Login, Note = "And now without no-cache: 200." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Goes past the cache by another query.", "bypassed", new AskStep(Place) { Basic = Login }, new AskStep($"{Place}?again=1") { Basic = Login }),
        new("Tries again and again.", "kept", new AskStep(Place) { Basic = Login }, new AskStep(Place) { Basic = Login }),
        new("Sends no-cache without credentials, so that a new 401 is kept.", "kept", new AskStep(Place) { Basic = Login }, new AskStep(Place).With("Cache-Control", "no-cache"), new AskStep(Place) { Basic = Login }),
        new("Sends no-store, which is about what is kept from then on.", "kept", new AskStep(Place) { Basic = Login }, new AskStep(Place) { Basic = Login, Fields = [("Cache-Control", "no-store")] }),
        new("Stops with no-cache.", "not-shown", new AskStep(Place) { Basic = Login }, new AskStep(Place) { Basic = Login, Fields = [("Cache-Control", "no-cache")] }),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Place != Place)
            return call.NoSuchPlace(Place);
        var cache = call.Record.Memory.Keep("cache", () => new KeptAnswers(Life).Put("", call.Request.Now - TimeSpan.FromSeconds(AgeAtFirst)));
        var key = call.Sent.QueryText;
        if (call.Sent.Method == "PURGE")
            return Purged(cache.Remove(key));
        if (call.Sent.Method is "GET" or "HEAD" && !AsksOrigin(call.Sent) && cache.Find(key, call.Request.Now) is { } since)
            return await KeptAsync(call, since, cancel);
        var answer = await Protected.AnswerAsync(call, cancel);
        if (answer.Status == 401)
            answer.Set("Cache-Control", $"public, max-age={Life.TotalSeconds}");
        if (call.Sent.Method is "GET" or "HEAD")
        {
            // What the origin says now takes the place of what is kept, and may itself be kept or not.
            cache.Remove(key);
            if (answer.Status == 401)
                cache.Put(key, call.Request.Now);
        }
        else if (answer.Status < 400)
            cache.Remove(key);
        return answer;
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var all = record.At(Place).ToList();
        var hit = all.Find(exchange => exchange is { Status: 401, IsAnonymous: false } && exchange.AnswerField("Age") is not null);
        var standing = Standing.Nothing.Needs(hit is not null, "hit", "The cache answered your credentials with the 401 that it keeps.", "No request with credentials was answered out of the cache yet.");
        var plain = all.Find(exchange => exchange.IsServed && hit is not null && exchange.Number > hit.Number && IsPlain(exchange));
        if (plain is not null)
            return new(standing.Saw("200", "A plain GET with credentials was answered 200.").By(RouteOf(all.Where(exchange => exchange.Number < plain.Number))));
        standing = standing.Lacks("200", "No plain GET with credentials was answered 200 yet.");
        return new(all is not [.., var last] ? standing
            : last is { IsServed: true, Request.Query.IsEmpty: false } ? standing.Near("bypassed", "That went past the cache by another query. Everybody who asks without it still gets the kept 401.")
            : last.IsServed && AsksOrigin(last.Request) ? standing.Near("not-shown", "The origin answered 200. Show that the cache is rid of its 401: ask once more without no-cache.")
            : last is { Status: 401 } && last.AnswerField("Age") is not null ? standing.Near("kept", "That 401 has Age: it comes out of the cache, and the origin did not see your request.")
            : last is { Status: 401 } ? standing.Near("kept-anew", "That 401 comes from the origin, and the cache keeps it again.")
            : standing);
    }

    private static bool IsPlain(LabExchange exchange) => exchange.Request.Method == "GET" && exchange.Request.Query.IsEmpty && !AsksOrigin(exchange.Request);

    private static ExerciseRoute RouteOf(IEnumerable<LabExchange> before) =>
        before.LastOrDefault(exchange => exchange.IsServed && !IsPlain(exchange)) is not { } cure || cure.Request.Method is "GET" or "HEAD" ? ByRequest
            : cure.Request.Method == "PURGE" ? ByPurge : ByUnsafeMethod;

    // RFC 9111 §5.2.1.1, §5.2.1.4, §5.4; no-store keeps nobody from what is kept already (§5.2.1.5)
    private static bool AsksOrigin(LabRequest request) =>
        request.Field("Cache-Control") is { } directives
            ? directives.Split(',', StringSplitOptions.TrimEntries).Any(each => each.Equals("no-cache", StringComparison.OrdinalIgnoreCase) || each.Equals("max-age=0", StringComparison.OrdinalIgnoreCase))
            : request.Field("Pragma")?.Contains("no-cache", StringComparison.OrdinalIgnoreCase) == true;

    private static async ValueTask<SimulatedAnswer> KeptAsync(LabCall call, DateTimeOffset since, CancellationToken cancel)
    {
        var stranger = new SimulatedRequest(Minimal.Replay.ContextOf(call.Record.Learner.Name, 16, LabRequest.Get(Place)), call.Record.Memory, call.Record.State);
        var answer = await Protected.AnswerAsync(call with { Request = stranger }, cancel);
        answer.Set("Cache-Control", $"public, max-age={Life.TotalSeconds}");
        answer.Add("Age", ((long)(call.Request.Now - since).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    private static SimulatedAnswer Purged(bool wasKept)
    {
        var answer = new SimulatedAnswer(wasKept ? 200 : 404);
        answer.SetText(wasKept ? "Removed from the cache.\n" : "The cache keeps nothing of that address.\n", "text/plain; charset=utf-8");
        return answer;
    }
}
