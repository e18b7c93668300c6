using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>8: a token for somebody else.</summary>
internal sealed class WrongAudience : Exercise
{
    private const string Orders = "orders";
    private const string Token = "token";
    private const string Resource = "https://orders.example.org";
    private const string Mail = "https://mail.example.org";
    private const string Form = "grant_type=client_credentials";

    private static readonly string[] Resources = [Resource, Mail];
    private static readonly Door Protected = new(LabTokens.Bearer(Resource, "an access token for this resource")) { IsTalkative = true };
    private static readonly ExerciseRoute ByResource = new("resource", "You asked for a token for this resource by the parameter resource (RFC 8707).");
    private static readonly ExerciseRoute ByAudience = new("audience", "You asked for a token for this resource by the parameter audience, as some providers want it.");

    public override int Number => 8;

    public override string Slug => "wrong-audience";

    public override string Title => "The wrong audience";

    public override string Goal => "Get a 200 from $LAB/orders with a token that was issued for it.";

    public override string Story => $"$LAB/token is the token endpoint: POST it the form {Form}, as the client lab with the secret lab-secret by Basic. What it gives is for {Mail} unless you name another resource. $LAB/orders is the resource {Resource}, and refuses tokens for others.";

    public override string Teaches => "aud says for whom a token is. A resource refuses tokens for others, however good their signatures are: else each service could use its callers' tokens at every other. Whom it is for is said when it is asked for, and can't be changed afterwards: the signature covers it.";

    public override ImmutableArray<string> Sections => ["RFC 9068 §4", "RFC 8707 §2", "RFC 7519 §4.1.3"];

    public override ImmutableArray<string> Hints =>
    [
        "Decode the token (countersign token decode) and look at aud.",
        "The provider has to issue another token. The parameter that names the resource is resource.",
        $"curl -u lab:lab-secret -d {Form} -d resource={Resource} $LAB/token",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByResource, ByAudience];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        Get(Form) with { Note = "A token for somebody else." },
        Ask() with { Note = "401: the audience is wrong." },
        Get($"{Form}&resource={Uri.EscapeDataString(Resource)}") with { Note = "A token for this resource." },
        Ask() with { Note = "200." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Sends the token for the mail.", "audience-wrong", Get(Form), Ask()),
        new("Changes the token.", "edited", Get(Form), new AskStep(Orders).With("Authorization", "Bearer $access_token" + "x")),
        new("Writes a token of its own.", "edited", Get(Form), new AskStep(Orders).With("Authorization", $"Bearer {Unsigned}")),
        new("Asks for a resource that is not there.", "no-such-resource", Get($"{Form}&resource=https%3A%2F%2Forders.example.com") with { Keeps = [] }),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place switch
    {
        Orders => await Protected.AnswerAsync(call, cancel),
        Token => LabTokens.ForItself(call, asked => Resources.Contains(Asked(asked) ?? Mail, StringComparer.Ordinal) ? new() { Subject = "lab", ClientId = "lab", Audience = Asked(asked) ?? Mail } : null),
        _ => call.NoSuchPlace("orders and token"),
    };

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var served = record.At(Orders).FirstOrDefault(exchange => exchange.IsServed && exchange.Claim("aud") == Resource);
        var standing = Standing.Nothing.Needs(record.At(Token).Any(exchange => exchange.IsServed && Asked(exchange) == Resource), "issued", "A token for this resource was issued.", "No token for this resource was issued yet.")
            .Needs(served is not null, "200", "A token for this resource got in.", "No token for this resource got in yet.");
        if (served is not null && record.At(Token).LastOrDefault(exchange => exchange.IsServed && exchange.Number < served.Number && Asked(exchange) == Resource) is { } issued)
            return new(standing.By(issued.Form("resource") is null ? ByAudience : ByResource));
        return new(record.Exchanges is not [.., { IsServed: false } last] ? standing
            : last.Place == Token ? Asked(last) is null ? standing : standing.Near("no-such-resource", $"The token endpoint knows the resources {string.Join(" and ", Resources)}, letter by letter.")
            : last.Refusal == Refusal.BearerAudienceWrong ? standing.Near("audience-wrong", $"The token is good, and for {last.Claim("aud")}. Ask for one for {Resource}.")
            : last.Claim("aud") is not null ? standing.Near("edited", "The provider of this exercise did not sign that token as it is now. What a token says can't be changed; ask for another one.")
            : standing);
    }

    // A header that says alg none, and claims that say what is wanted.
    private static string Unsigned => "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlLm9yZy9pZHAiLCJhdWQiOiJodHRwczovL29yZGVycy5leGFtcGxlLm9yZyIsInN1YiI6ImxhYiIsImV4cCI6NDEwMjQ0NDgwMH0.";

    private static string? Asked(LabExchange asked) => asked.Form("resource") ?? asked.Form("audience");

    private static AskStep Get(string form) => new(Token) { Method = "POST", Basic = LabTokens.Client, Content = form, Keeps = ["access_token"] };

    private static AskStep Ask() => new AskStep(Orders).With("Authorization", "Bearer $access_token");
}
