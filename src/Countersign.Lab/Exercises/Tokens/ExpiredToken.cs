using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>7: an access token that has expired, and a refresh token beside it.</summary>
internal sealed class ExpiredToken : Exercise
{
    private const string Start = "start";
    private const string Orders = "orders";
    private const string Token = "token";
    private const string Resource = "https://orders.example.org";
    private const string Access = "access_token";
    private const string Refresh = "refresh_token";
    private const string Reused = "reused";

    private static readonly Door Protected = new(LabTokens.Bearer(Resource, "an access token that has not expired")) { IsTalkative = true };
    private static readonly ExerciseRoute ByRefresh = new("refreshed", "You refreshed once, and asked again with the new access token.");

    public override int Number => 7;

    public override string Slug => "expired-token";

    public override string Title => "An expired token";

    public override string Goal => "Get a 200 from $LAB/orders with a new access token, which you got for your refresh token.";

    public override string Story => "POST $LAB/start gives you an access token, which has expired, and a refresh token. $LAB/orders takes access tokens by Bearer, $LAB/token is the token endpoint, and the client is lab, without a secret. See the refusal first. A refresh token serves once; one that comes a second time ends everything, and you begin at $LAB/start again.";

    public override string Teaches => "error=\"invalid_token\" in a 401 means that this access token is of no use any more; a refresh token gets another one without a person. Keep the refresh token that comes with it: the one before is used up, and a second use looks like theft.";

    public override ImmutableArray<string> Sections => ["RFC 6750 §3.1", "RFC 6749 §6", "RFC 9700 §4.14.2"];

    public override ImmutableArray<string> Hints =>
    [
        "Send the access token as it is: Authorization: Bearer and the token. The challenge of the 401 says why it is refused.",
        "The token endpoint takes a form: grant_type=refresh_token, client_id=lab, and refresh_token.",
        "curl -d grant_type=refresh_token -d client_id=lab -d refresh_token=... $LAB/token, then $LAB/orders with the new access_token.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByRefresh];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        Begin() with { Note = "An expired access token and a refresh token." },
        Ask() with { Note = "401, error=\"invalid_token\"." },
        Renew() with { Note = "The refresh token brings another pair." },
        Ask() with { Note = "200 with the new access token." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Uses the first refresh token twice.", "refresh-reused", Begin(), Ask(), Renew() with { Keeps = [Access] }, Renew() with { Keeps = [] }, Ask()),
        new("Changes the token instead of getting another.", "edited", Begin(), Ask(), new AskStep(Orders).With("Authorization", "Bearer $access_token" + "x")),
        new("Sends the refresh token to the resource.", "refresh-to-resource", Begin(), Ask(), new AskStep(Orders).With("Authorization", "Bearer $refresh_token")),
        new("Refreshes and does not use what comes.", "200", Begin(), Ask(), Renew()),
        new("Never meets the refusal.", "refused", Begin(), Renew(), Ask()),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place switch
    {
        Start => Started(call),
        Orders => await Protected.AnswerAsync(call, cancel),
        Token => Renewed(call),
        _ => call.NoSuchPlace("start, orders and token"),
    };

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var started = record.At(Start).LastOrDefault(exchange => exchange.IsServed);
        if (started is null)
            return new(Standing.Nothing.Lacks("start", "POST $LAB/start gives you tokens to begin with."));
        var since = record.Exchanges.Where(exchange => exchange.Number > started.Number).ToList();
        var refused = since.Find(exchange => exchange is { Place: Orders, Refusal: Refusal.BearerTokenExpired });
        var refreshed = since.Find(exchange => exchange is { Place: Token, IsServed: true } && exchange.Number > refused?.Number);
        var served = since.Find(exchange => exchange is { Place: Orders, IsServed: true } && exchange.Number > refreshed?.Number && exchange.Claim("jti") != refused?.Claim("jti"));
        var standing = Standing.Nothing.Needs(refused is not null, "refused", "The expired token was refused.", "The refusal of the expired token was not recorded since you began.")
            .Needs(refreshed is not null, "refreshed", "The token endpoint gave another pair.", "No refresh after that refusal was recorded.")
            .Needs(served is not null, "200", "The new token got in.", "$LAB/orders was not answered 200 to another token than the one that was refused.");
        if (since.Exists(exchange => exchange.Note == Reused))
            return new(standing.Lacks("once", "Begin again at $LAB/start.").Near("refresh-reused", "A refresh token came a second time. The provider took it for stolen and ended all that came of it (RFC 9700 §4.14.2)."));
        if (standing.Missing.IsEmpty)
            return new(standing.By(ByRefresh));
        return new(since is not [.., { Place: Orders, IsServed: false } last] ? standing
            : last.Refusal is Refusal.BearerTokenExpired ? standing.Near("expired", "That token has expired. Sending it again changes nothing; the refresh token is for the token endpoint.")
            : last.Claim("jti") is not null ? standing.Near("edited", "That token is not as the provider of this exercise signed it. Only the provider can make another one.")
            : last.Uses("Bearer") ? standing.Near("refresh-to-resource", "That was no access token. A refresh token goes to the token endpoint and nowhere else (RFC 6749 §1.5).")
            : standing);
    }

    private static AskStep Begin() => new(Start) { Method = "POST", Keeps = [Access, Refresh] };

    private static AskStep Ask() => new AskStep(Orders).With("Authorization", "Bearer $access_token");

    private static AskStep Renew() => new(Token) { Method = "POST", Content = "grant_type=refresh_token&client_id=lab&refresh_token=$refresh_token", Keeps = [Access, Refresh] };

    private static SimulatedAnswer Started(LabCall call)
    {
        if (call.Sent.Method != "POST")
            return LabTokens.Error("invalid_request", "Begin by POST.");
        return Give(call, new() { Audience = Resource, Flaw = TokenFlaw.Find("expired") }, Family(call).Begin());
    }

    private static SimulatedAnswer Renewed(LabCall call)
    {
        var asked = new LabExchange(0, default, call.Sent, 0);
        if (call.Sent.Method != "POST" || asked.Form("grant_type") != Refresh)
            return LabTokens.Error("unsupported_grant_type", "A POST with a form that has grant_type=refresh_token is wanted (RFC 6749 §6); JSON is not read.");
        if (asked.Form("client_id") != "lab")
            return LabTokens.Error("invalid_client", "The client_id is lab.");
        if (Family(call).Use(asked.Form(Refresh), out var wasReused) is { } next)
            return Give(call, new() { Audience = Resource }, next);
        if (wasReused)
            call.Note = Reused;
        return LabTokens.Error("invalid_grant", wasReused ? "The refresh token was used before: all that came of it counts no more (RFC 9700 §4.14.2)." : "There is no such refresh token.");
    }

    private static SimulatedAnswer Give(LabCall call, TokenWish wish, string refresh)
    {
        var json = LabTokens.Mint(call, wish).ToJson();
        json[Refresh] = refresh;
        return LabTokens.Json(json);
    }

    private static RefreshFamily Family(LabCall call) => call.Record.Memory.Keep(nameof(RefreshFamily), () => new RefreshFamily());
}
