using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>9: a server whose clock is ahead.</summary>
internal sealed class ClockSkew : Exercise
{
    private const string Orders = "orders";
    private const string Token = "token";
    private const string Part = "skew";
    private const string Resource = "https://orders.example.org";
    private const int Least = 420;
    private const int Tolerance = 5;
    private const int Life = 300;

    private static readonly ExerciseRoute ByDate = new("by-date", "You measured the server's clock by its Date field, and the same token got in once the clock was right.");

    public override int Number => 9;

    public override string Slug => "clock-skew";

    public override string Title => "Clock skew";

    public override string Goal => "Say by how many seconds the server's clock is off, to within five, and get a 200 with the token that was refused.";

    public override string Story => "POST $LAB/token gives you a token that is good for five minutes. $LAB/orders refuses it at once, as expired. Tell the operator how far the server's clock is off, as an answer (in seconds, with a minus for a clock that is behind): then the clock is put right, and the same token has to get in. Another token puts it wrong again once the one before is over.";

    public override string Teaches => "exp is a moment, and each side compares it with its own clock. Date is the server's clock when it answered; compare it with yours before you suspect the token. Verifiers allow for a minute or so, and clocks want NTP; a longer life hides the fault only.";

    public override ImmutableArray<string> Sections => ["RFC 7519 §4.1.4", "RFC 9110 §6.6.1"];

    public override ImmutableArray<string> Hints =>
    [
        "Every answer has the field Date. Compare it with your own clock: date -u.",
        "The skew is the server's time less yours, in seconds. It is more than five minutes.",
        "date -u +%s; curl -si $LAB/orders | sed -n 's/^Date: //p' | xargs -I{} date -u -d {} +%s",
    ];

    public override ImmutableArray<AnswerPart> Answers => [new(Part, "How many seconds the server's clock is ahead; negative for behind.")];

    public override ImmutableArray<ExerciseRoute> Routes => [ByDate];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        Get() with { Note = "A token for five minutes." },
        Ask() with { Note = "401: expired. The answer has Date." },
        Say(SkewOf(learner)) with { Note = "Date less your own time." },
        Ask() with { Note = "200, with the same token." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Turns the sign around.", "skew-sign", Get(), Ask(), Say(-SkewOf(learner)), Ask()),
        new("Is half a minute off.", "skew-off", Get(), Ask(), Say(SkewOf(learner) + 30), Ask()),
        new("Answers without an exchange that shows it.", "date", Say(SkewOf(learner)), Get()),
        new("Takes another token in the end.", "other-token", Get(), Ask(), Say(SkewOf(learner)), Get(), Ask()),
        new("Answers in words.", "no-number", Get(), Ask(), new AnswerStep((Part, "seven minutes"))),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel)
    {
        if (Seconds(answer) is not { } seconds)
            return new(new Remark("no-number", "The skew is a number of seconds, such as 90 or -90."));
        if (HasDate(record, int.MaxValue) && Math.Abs((long)seconds - SkewOf(record.Learner)) <= Tolerance)
            record.Memory.PutForGood(nameof(Clock), new Clock(IsRight: true));
        return new((Remark?)null);
    }

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call is { Place: Token, Sent.Method: "POST" } && IsOver(call.Record, call.Request.Now))
            call.Record.Memory.PutForGood(nameof(Clock), new Clock(IsRight: false));
        var clock = new ShiftedClock(call.Request.State.Clock, TimeSpan.FromSeconds(IsCorrected(call.Record) ? 0 : SkewOf(call.Record.Learner)));
        var answer = call.Place switch
        {
            Orders => await new Door(LabTokens.Bearer(Resource, "an access token", clock: clock)).AnswerAsync(call, cancel),
            Token when call.Sent.Method == "POST" => LabTokens.Json(LabTokens.Mint(call, new() { Audience = Resource, Life = Life }).ToJson()),
            Token => LabTokens.Error("invalid_request", "A token is got by POST."),
            _ => call.NoSuchPlace("orders and token"),
        };
        answer.Set("Date", clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
        return answer;
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var skew = SkewOf(record.Learner);
        var refused = record.At(Orders).FirstOrDefault(exchange => exchange.Refusal == Refusal.BearerTokenExpired);
        var answer = record.LastAnswer;
        var isRight = answer is not null && Seconds(answer) is { } seconds && Math.Abs((long)seconds - skew) <= Tolerance && HasDate(record, answer.Number);
        var served = record.At(Orders).Where(exchange => exchange.IsServed).ToList();
        var standing = Standing.Nothing.Needs(refused is not null, "refused", "The token was refused as expired.", "The refusal of the token was not recorded yet.")
            .Needs(IsCorrected(record), "skew", "You said how far the clock is off.", isRight ? "The clock is wrong again, since the token before is over: say how far it is off once more." : "How far the clock is off was not said rightly yet.")
            .Needs(served.Count > 0, "200", "A token got in.", "The token did not get in yet.");
        if (record.Answers is [.., { Fault: { } fault }] && !IsCorrected(record))
            return new(standing.Near(fault.Slug, fault.Text));
        if (standing.Missing.IsEmpty && served.Exists(exchange => exchange.Claim("jti") is { } name && record.At(Orders).Any(before => before.Refusal == Refusal.BearerTokenExpired && before.Number < exchange.Number && before.Claim("jti") == name)))
            return new(standing.By(ByDate));
        if (IsCorrected(record) && record.Exchanges is [.., { Place: Orders, Refusal: Refusal.BearerTokenExpired } last] && last.Number > answer?.Number)
            return new(standing.Near("over", "The five minutes of that token are over by now, by any clock. Get another: the clock is wrong again for it, and you show the same once more."));
        if (served.Count > 0)
            return new(standing.Lacks("same", "It has to be the token that was refused.").Near("other-token", "That token was not the one that was refused. The clock was at fault, not the token: send the same one."));
        if (answer is null || isRight)
            return new(standing);
        return new(!HasDate(record, answer.Number) ? standing.Near("date", "An answer counts only with the exchange that shows it: see a Date of this server first.")
            : Math.Abs((long)Seconds(answer)!.Value + skew) <= Tolerance ? standing.Near("skew-sign", "The amount is right. A server whose Date is later than your own time is ahead: without a minus.")
            : standing.Near("skew-off", string.Create(CultureInfo.InvariantCulture, $"That is more than {Tolerance} seconds off. Take Date and your own time at the same moment.")));
    }

    private static AskStep Get() => new(Token) { Method = "POST", Keeps = ["access_token"] };

    private static AskStep Ask() => new AskStep(Orders).With("Authorization", "Bearer $access_token");

    private static AnswerStep Say(int seconds) => new((Part, seconds.ToString(CultureInfo.InvariantCulture)));

    private static int SkewOf(LearnerSeed learner) => Least + learner.Below(Part, 180);

    private static int? Seconds(LabAnswer answer) => int.TryParse(answer[Part], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static bool HasDate(ExerciseRecord record, int before) => record.Exchanges.Any(exchange => exchange.Number < before && exchange.AnswerField("Date") is not null);

    private static bool IsCorrected(ExerciseRecord record) => record.Memory.KeptForGood<Clock>(nameof(Clock)) is { IsRight: true };

    // Whoever was too slow for the five minutes has nothing left to show by, and begins anew.
    private static bool IsOver(ExerciseRecord record, DateTimeOffset now) =>
        record.At(Orders).LastOrDefault(exchange => exchange.Refusal == Refusal.BearerTokenExpired)?.Claim("exp") is { } end && long.TryParse(end, CultureInfo.InvariantCulture, out var seconds) && seconds <= now.ToUnixTimeSeconds();

    private sealed record Clock(bool IsRight);
}
