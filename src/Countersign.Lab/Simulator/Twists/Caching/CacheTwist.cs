using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Caching;

/// <summary>What caches may do with answers, and what they do.</summary>
internal sealed class CacheTwist : Twist
{
    private const string Field = "Cache-Control";
    private const string Hit = "caching/refusal-from-cache";
    private const string Stored = "caching/stored-refusal";
    private const string Kept = "kept";
    private const string Shared = "shared";
    private const string Condition = "condition";
    private const string Tag = "\"simulated\"";

    public override string Name => "cache";

    public override SimulatorGroup Group => SimulatorGroup.Caching;

    public override string Story => "Lets caches keep refusals, or what is for those with credentials alone; or is such a cache. Without it refusals have no-store, and what is behind credentials private, no-store (RFC 9111 §5.2.2).";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("public", "Refusals may be kept by any cache for five minutes (RFC 9111 §3).", Stored),
        new("private", "Refusals may be kept by browsers for five minutes: who signs in goes on seeing them.", Stored),
        new("expires", "Refusals may be kept by any cache until the time in Expires (RFC 9111 §5.3).", Stored),
        new("stale", "Caches may show refusals once more while they ask anew (RFC 5861 §3).", "caching/stale-refusal"),
        new("absent", "Refusals say nothing. That is enough for 401 and 403; 404 may be kept without being told to (RFC 9110 §15.1).", "caching/hidden-refusal-kept", "status/hidden-from-strangers") { At = "/sim/401/basic?instead=404", AskedFirst = true, Authorization = LoginParameters.Basic },
        new("vary", "Answers vary by Authorization, which is not needed (RFC 9110 §12.5.5).", "caching/vary-authorization"),
        new("age", "Refusals come out of a cache, by their Age (RFC 9111 §5.1).", Hit),
        new("hit", "Refusals come out of a cache, by Cache-Status (RFC 9211 §2.1).", Hit),
        new("hit-vendor", "Refusals come out of a cache, by X-Cache, as it was said before there was Cache-Status.", Hit),
        new(Kept, "A cache before the server keeps the refusal for a minute, and answers those with good credentials by it; Cache-Control: no-cache asks past it (RFC 9111 §5.2.1.4).", Hit, Stored) { AskedFirst = true, Authorization = LoginParameters.Basic },
        new(Shared, "What is for those with credentials may be kept by any cache for a minute, and one does: strangers get it after them (RFC 9111 §3.5).", "caching/shared-personal-answer") { Authorization = LoginParameters.Basic },
        new(Condition, "Strangers who have the entity tag are told that nothing has changed, before they are asked for credentials (RFC 9110 §13.2.1).") { Fields = [("If-None-Match", Tag)] },
    ];

    public override bool Refuses(Judged judged, string value) => value == Kept && KeptOf(judged).IsFor(judged.Request);

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        var isAdmitted = judged.Decision.IsAdmitted;
        switch (value)
        {
            case "vary":
                answer.Add("Vary", "Authorization");
                answer.Set(Field, isAdmitted ? "private" : "no-cache");
                break;
            case Shared:
                Share(answer, judged);
                break;
            case Condition:
                Compare(answer, judged);
                break;
            case var _ when isAdmitted:
                break;
            case Kept:
                Keep(answer, judged);
                break;
            case "expires":
                answer.Remove(Field);
                answer.Set("Expires", (judged.Request.Now + TimeSpan.FromMinutes(5)).ToString("R", CultureInfo.InvariantCulture));
                break;
            case "age":
                answer.Set("Age", "120");
                break;
            case "hit":
                answer.Set("Cache-Status", "simulated; hit; ttl=180");
                break;
            case "hit-vendor":
                answer.Set("X-Cache", "HIT");
                break;
            default:
                answer.Remove(Field);
                if (Directives(value) is { } directives)
                    answer.Set(Field, directives);
                break;
        }
    }

    private static string? Directives(string value) => value switch
    {
        "public" => "public, max-age=300",
        "private" => "private, max-age=300",
        "stale" => "max-age=0, stale-while-revalidate=600",
        _ => null,
    };

    private static KeptAnswer KeptOf(Judged judged) => judged.Request.Client.Keep($"cache {judged.Request.Place}", () => new KeptAnswer());

    private static void Keep(SimulatedAnswer answer, Judged judged)
    {
        answer.Set(Field, KeptAnswer.Directives);
        var kept = KeptOf(judged);
        if (kept.IsFor(judged.Request))
            kept.WriteAge(answer, judged.Request.Now);
        else
            kept.Take(answer, judged.Request.Now);
    }

    private static void Share(SimulatedAnswer answer, Judged judged)
    {
        var kept = KeptOf(judged);
        if (judged.Decision.IsAdmitted)
            kept.Take(answer, judged.Request.Now);
        else if (kept.IsFor(judged.Request))
        {
            (answer.Status, answer.Diagnosis) = (200, kept.Diagnosis);
            answer.Remove(ChallengeText.Field);
            kept.WriteAge(answer, judged.Request.Now);
        }
        else
            return;
        answer.Set(Field, KeptAnswer.Directives);
    }

    private static void Compare(SimulatedAnswer answer, Judged judged)
    {
        if (judged.Decision.IsAdmitted)
            answer.Set("ETag", Tag);
        if (judged.Request.Field("If-None-Match") != Tag)
            return;
        answer.Status = 304;
        answer.Set("ETag", Tag);
        answer.Remove(ChallengeText.Field);
    }
}
