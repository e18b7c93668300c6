using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>17: a token without the scope that is needed.</summary>
internal sealed class MissingScope : Exercise
{
    private const string Orders = "orders";
    private const string Token = "token";
    private const string Resource = "https://orders.example.org";
    private const string Read = "orders.read";
    private const string Write = "orders.write";
    private const string Form = "grant_type=client_credentials&scope=";

    private static readonly ImmutableArray<string> Scopes = [Read, Write, "orders.admin"];
    private static readonly ImmutableArray<string> Reading = [Read];
    private static readonly ImmutableArray<string> Writing = [Write];

    private static readonly Door Protected = new(LabTokens.Bearer(Resource, "an access token with the scope that is needed", static (request, policy) => policy with { Scopes = request.Method is "GET" or "HEAD" ? Reading : Writing }));
    private static readonly ExerciseRoute Named = new("named-scope", "You asked for exactly the scope that the challenge names.");
    private static readonly ExerciseRoute Both = new("both-scopes", "You asked for the scope that the challenge names, and kept the one that you had.");

    public override int Number => 17;

    public override string Slug => "insufficient-scope";

    public override string Title => "Insufficient scope";

    public override string Goal => "Get a POST to $LAB/orders through, with a token that has the scope which the challenge names, and no more than you need.";

    public override string Story => $"$LAB/token is the token endpoint: POST it grant_type=client_credentials and scope, as the client lab with the secret lab-secret by Basic. It gives {string.Join(", ", Scopes)}, whichever you ask for. You have {Read} so far: send a POST with it, and go by what the challenge says.";

    public override string Teaches => "403 with error=\"insufficient_scope\" says that the token is good and may too little; the parameter scope says what is needed. Ask for that, and not for all there is: a token that may everything is worth stealing.";

    public override ImmutableArray<string> Sections => ["RFC 6750 §3.1", "RFC 6749 §3.3", "RFC 9700 §2.3"];

    public override ImmutableArray<string> Hints =>
    [
        "A 403 may have a challenge as well: curl -i shows WWW-Authenticate.",
        "The challenge has error=\"insufficient_scope\" and scope with the name of what is missing.",
        $"curl -u lab:lab-secret -d grant_type=client_credentials -d scope={Write} $LAB/token, then POST $LAB/orders with that token.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [Named, Both];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        Get(Read), Post() with { Note = "403: the challenge names the scope." }, Get(Write) with { Note = "That one, and no other." }, Post() with { Note = "200." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Asks for everything there is.", "too-much", Get(Read), Post(), Get($"{Read}+{Write}+orders.admin"), Post()),
        new("Reads instead of writing.", "200", Get(Read), Post(), new AskStep(Orders).With("Authorization", "Bearer $access_token")),
        new("Sends the same token again.", "same-scope", Get(Read), Post(), Post()),
        new("Never meets the challenge.", "challenged", Get(Write), Post()),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => call.Place switch
    {
        Orders => await Protected.AnswerAsync(call, cancel),
        Token => LabTokens.ForItself(call, asked => new() { Subject = "lab", ClientId = "lab", Audience = Resource, Scopes = [.. LabTokens.ScopesOf(asked).Where(Scopes.Contains)] }),
        _ => call.NoSuchPlace("orders and token"),
    };

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var posts = record.At(Orders).Where(exchange => exchange.Request.Method == "POST").ToList();
        var refused = posts.Find(exchange => exchange.Refusal == Refusal.ScopeInsufficient);
        var served = posts.FindLast(exchange => exchange.IsServed && exchange.Number > refused?.Number);
        var standing = Standing.Nothing.Needs(refused is not null, "challenged", "A POST was answered 403, with the scope that is needed.", "The challenge that names the scope was not recorded yet: send a POST without it first.")
            .Needs(served is not null, "200", "A POST got through after that.", "No POST got through after that yet.");
        if (served is null)
            return new(posts is [.., { Refusal: Refusal.ScopeInsufficient } last] && last != refused ? standing.Near("same-scope", "That token has the same scopes as before. The challenge says which one is needed.") : standing);
        var scopes = (served.Claim("scope") ?? "").Split(' ');
        if (scopes.Except([Read, Write], StringComparer.Ordinal).Any())
            return new(standing.Lacks("least", "Use a token with no more than is needed.").Near("too-much", $"That token may more than is needed: {string.Join(", ", scopes.Except([Read, Write], StringComparer.Ordinal))}. Ask for what the challenge names (RFC 9700 §2.3)."));
        return new(standing.By(scopes.Length == 1 ? Named : Both));
    }

    private static AskStep Get(string scopes) => new(Token) { Method = "POST", Basic = LabTokens.Client, Content = Form + scopes, Keeps = ["access_token"] };

    private static AskStep Post() => new AskStep(Orders) { Method = "POST", Content = "{}" }.With("Authorization", "Bearer $access_token").With("Content-Type", "application/json");
}
