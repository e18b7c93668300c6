using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Provider;

namespace Countersign.Lab.Exercises.Tokens;

/// <summary>18: from a bare 401 to a token, by what is published.</summary>
internal sealed class DiscoveryChain : Exercise
{
    private const string Orders = "orders";
    private const string Form = "grant_type=client_credentials";
    private const string Issuer = "idp";
    private const string Configuration = "idp/.well-known/openid-configuration";
    private const string ServerMetadata = $"{Issuer}/{LabRoutes.ServerMetadataPlace}";
    private const string TokenEndpoint = "token_endpoint";

    private static readonly ExerciseRoute ByChain = new("by-chain", "You followed the challenge to the metadata of the resource, from there to the provider, and got the token where that says.");

    public override int Number => 18;

    public override string Slug => "discovery-chain";

    public override string Title => "The discovery chain";

    public override string Goal => "Get a 200 from $LAB/orders, by following what its challenge says to the metadata, the provider and the token.";

    public override string Story => $"All that you know is $LAB/orders, and a client: lab with the secret lab-secret, which may ask for tokens for itself ({Form}). Where tokens are given, the challenge tells, in two steps. The token has to be for the resource that the metadata names.";

    public override string Teaches => "The parameter resource_metadata of a challenge leads to a document that names the resource and its authorization servers; the metadata of the authorization server names its endpoints. A client needs to know nothing beforehand, and checks at each step that the document is about what it came from.";

    public override ImmutableArray<string> Sections => ["RFC 9728 §5.1", "RFC 9728 §3.3", "RFC 8414 §3.1", "OpenID Connect Discovery §4", "RFC 8707 §2"];

    public override ImmutableArray<string> Hints =>
    [
        "curl -i $LAB/orders shows a challenge with resource_metadata: an address. Ask it.",
        "authorization_servers in that document is a list of issuers. The metadata of an issuer is at the issuer, then /.well-known/openid-configuration; with RFC 8414, /.well-known/oauth-authorization-server comes between host and path.",
        "POST the token_endpoint of that document grant_type=client_credentials and resource, by Basic as lab; then $LAB/orders with the token.",
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByChain];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AskStep(Orders) { Note = "The challenge has resource_metadata." },
        new AskStep(MetadataOf(learner)) { Note = "It names the resource and the authorization server.", Keeps = ["resource"] },
        new AskStep(Configuration) { Note = "What that says of itself names the token endpoint.", Keeps = [TokenEndpoint] },
        Get("$token_endpoint", $"{Form}&resource=$resource") with { Note = "A token for the resource." },
        Ask() with { Note = "200." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Goes to the token endpoint by heart.", "metadata", new AskStep(Orders), Get(EndpointOf(learner), $"{Form}&resource=$LAB/{Orders}"), Ask()),
        new("Leaves the metadata of the resource out.", "metadata", new AskStep(Orders), new AskStep(Configuration) { Keeps = [TokenEndpoint] }, Get("$token_endpoint", $"{Form}&resource=$LAB/{Orders}"), Ask()),
        new("Does not say for which resource.", "no-resource", new AskStep(Orders), new AskStep(MetadataOf(learner)), new AskStep(Configuration) { Keeps = [TokenEndpoint] }, Get("$token_endpoint", Form), Ask()),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        var learner = call.Record.Learner;
        var address = ProviderPlace.Of(call.Request).Origin + Laboratory.PathOf(this, learner.Name);

        // The resource is named as it was asked for, or clients may not use the document (RFC 9728 §3.3).
        var resource = $"{address}/{Orders}";
        return call.Place switch
        {
            Orders => await new Door(LabTokens.Bearer(resource, "an access token for the resource that the metadata names", (_, policy) => policy with { ResourceMetadata = $"{address}/{MetadataOf(learner)}" })).AnswerAsync(call, cancel),
            Configuration or ServerMetadata => LabTokens.Json(new() { ["issuer"] = $"{address}/{Issuer}", [TokenEndpoint] = $"{address}/{EndpointOf(learner)}", ["grant_types_supported"] = new JsonArray("client_credentials") }),
            var place when place == MetadataOf(learner) => LabTokens.Json(new() { ["resource"] = resource, ["authorization_servers"] = new JsonArray($"{address}/{Issuer}"), ["resource_name"] = "Orders" }),
            var place when place == EndpointOf(learner) => LabTokens.ForItself(call, asked => new() { Subject = "lab", ClientId = "lab", Audience = asked.Form("resource") ?? "https://idp.example.org" }),
            _ => call.NoSuchPlace("orders, and what its challenge leads to"),
        };
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var learner = record.Learner;
        var after = 0;
        var standing = Standing.Nothing;
        var isWhole = true;
        Step(exchange => exchange is { Place: Orders, Status: 401 }, "challenge", "You got the challenge.", "Ask $LAB/orders, and read its challenge.");
        Step(exchange => exchange.Place == MetadataOf(learner) && exchange.IsServed, "metadata", "You read the metadata of the resource.", "The metadata of the resource, to which the challenge leads, was not asked for after that.");
        Step(exchange => exchange is { Place: Configuration or ServerMetadata, IsServed: true }, "configuration", "You read the metadata of the provider.", "The metadata of the provider was not asked for after that.");
        Step(exchange => exchange.Place == EndpointOf(learner) && exchange.IsServed, "token", "You got a token at its token endpoint.", "No token was got at the token endpoint after that.");
        Step(exchange => exchange is { Place: Orders, IsServed: true }, "200", "The token got in.", "$LAB/orders was not answered 200 after that.");
        if (isWhole)
            return new(standing.By(ByChain));
        return new(record.Exchanges is [.., { Place: Orders, IsServed: false } last] && last.Refusal == Refusal.BearerAudienceWrong
            ? standing.Near("no-resource", "The token is not for this resource. Name it by the parameter resource when you ask for a token: it stands in the metadata.")
            : standing);

        // Each step counts only after the one before it.
        void Step(Func<LabExchange, bool> isIt, string slug, string seen, string missing)
        {
            var found = isWhole ? record.Exchanges.FirstOrDefault(exchange => exchange.Number > after && isIt(exchange)) : null;
            standing = standing.Needs(found is not null, slug, seen, missing);
            isWhole = found is not null;
            after = found?.Number ?? int.MaxValue;
        }
    }

    private static string MetadataOf(LearnerSeed learner) => FormattableString.Invariant($"metadata-{learner.Below("metadata", 9000) + 1000}");

    private static string EndpointOf(LearnerSeed learner) => FormattableString.Invariant($"idp/token-{learner.Below("endpoint", 9000) + 1000}");

    private static AskStep Get(string place, string form) => new(place) { Method = "POST", Basic = LabTokens.Client, Content = form, Keeps = ["access_token"] };

    private static AskStep Ask() => new AskStep(Orders).With("Authorization", "Bearer $access_token");
}
