using System.Collections.Immutable;
using Countersign.Inspector.Lint;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Servers;

/// <summary>12: a preflight that is asked for credentials, which it never has.</summary>
internal sealed class Preflight : Exercise
{
    private const string File = "/etc/nginx/conf.d/api.conf";
    private const string Users = "/etc/nginx/users";
    private const string Origin = "https://api.example.org";
    private const string Part = "config";
    private const string Place = "api/orders";
    private const string Asking = "https://app.example.org";

    private const string AllowOrigin = "Access-Control-Allow-Origin";

    private const string Given = """
        server {
            listen 443 ssl;
            server_name api.example.org;

            location /api/ {
                auth_basic "API";
                auth_basic_user_file /etc/nginx/users;
                proxy_pass http://127.0.0.1:8080;
            }
        }
        """;

    private static readonly ImmutableArray<string> Guarded = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly Door Protected = new(Door.Basic("API", "Basic for anna", new(("anna", "open sesame"))));
    private static readonly ExerciseRoute ByReturn = new("return", "nginx answers preflights itself, with the fields that allow them, before it asks anybody for credentials.");
    private static readonly ExerciseRoute ByLimit = new("limit-except", "nginx asks for credentials with all methods but OPTIONS, and the program behind answers preflights.");
    private static readonly ExerciseRoute ByVariable = new("variable", "nginx asks for credentials by a value that depends on the method, and the program behind answers preflights.");

    public override int Number => 12;

    public override string Slug => "preflight";

    public override string Title => "Preflight";

    public override string Goal => "Change the configuration so that a preflight without credentials is a success, while GET without credentials is still answered 401.";

    public override string Story =>
        $"A page of {Asking} may not read {Origin}/api/orders: the browser's preflight is answered 401. The configuration below is nginx's; the program behind it knows how to answer preflights. Change it, answer with it, then send the preflight to $LAB/{Place} as a browser does, " +
        "and a GET without credentials.";

    public override string Teaches => "A browser sends the preflight without credentials, always, and gives up unless the answer has a status from 200 to 299 and the fields that allow the request. So OPTIONS must not be asked for credentials. Everything else must be, as before.";

    public override ImmutableArray<string> Sections => ["Fetch §4.8 (CORS-preflight fetch)", "RFC 9110 §9.3.7"];

    public override ImmutableArray<string> Hints =>
    [
        "Only the method OPTIONS is to be let through. auth_basic off for the whole location opens everything.",
        "limit_except puts auth_basic on all methods but those that it names, and the program behind answers the preflight. (if and return come before auth_basic as well, but then nginx has to add the fields that allow the request.)",
        "Inside of the location: limit_except OPTIONS { auth_basic \"API\"; auth_basic_user_file /etc/nginx/users; }",
    ];

    public override ImmutableArray<AnswerPart> Answers => [new(Part, "The configuration as a whole.") { IsText = true, Given = Given }];

    public override ImmutableArray<ExerciseRoute> Routes => [ByReturn, ByLimit, ByVariable];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AnswerStep((Part, Given.Replace("        auth_basic \"API\";\n        auth_basic_user_file /etc/nginx/users;\n", "        limit_except OPTIONS {\n            auth_basic \"API\";\n            auth_basic_user_file /etc/nginx/users;\n        }\n\n", StringComparison.Ordinal))) { Note = "All methods but OPTIONS are asked for credentials; the program behind answers the preflight." },
        Asks() with { Note = "As a browser asks: no credentials, Origin, and the method that it is about." },
        new AskStep(Place) { Note = "GET without credentials is still answered 401." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Switches authentication off.", "open-door", new AnswerStep((Part, Given.Replace("auth_basic \"API\"", "auth_basic off", StringComparison.Ordinal))), Asks(), new AskStep(Place)),
        new("Adds the CORS fields alone.", "preflight-refused", new AnswerStep((Part, Given.Replace("proxy_pass", "add_header Access-Control-Allow-Origin \"https://app.example.org\" always;\n        proxy_pass", StringComparison.Ordinal))), Asks(), new AskStep(Place)),
        new("Sends the preflight with credentials, as no browser does.", "with-credentials", new AnswerStep((Part, Given)), Asks() with { Basic = "anna:open sesame" }, new AskStep(Place)),
        new("Opens the path that the page asks for.", "open-door", new AnswerStep((Part, Given.Replace("server_name api.example.org;", "server_name api.example.org;\n\n    location = /api/orders {\n        proxy_pass http://127.0.0.1:8080;\n    }", StringComparison.Ordinal))), Asks(), new AskStep(Place)),
        new("Opens the methods that are not tried.", "open-door", new AnswerStep((Part, Given.Replace("auth_basic \"API\";\n        auth_basic_user_file /etc/nginx/users;", "limit_except OPTIONS PUT { auth_basic \"API\"; auth_basic_user_file /etc/nginx/users; }", StringComparison.Ordinal))), Asks(), new AskStep(Place)),
        new("Answers the preflight with nothing that allows anything.", "nothing-allowed", new AnswerStep((Part, Given.Replace("        auth_basic \"API\";", "        if ($request_method = OPTIONS) { return 204; }\n        auth_basic \"API\";", StringComparison.Ordinal))), Asks(), new AskStep(Place)),
        new("Sends nothing after the change.", "preflight", new AnswerStep((Part, Given.Replace("        auth_basic \"API\";", "        if ($request_method = OPTIONS) { return 204; }\n        auth_basic \"API\";", StringComparison.Ordinal)))),
    ];

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) =>
        call.Place.StartsWith("api/", StringComparison.Ordinal) ? SiteOf(ConfigurationIn(call.Record)).AnswerAsync(call, "/" + call.Place, "[]\n", cancel) : new(call.NoSuchPlace(Place));

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        if (record.LastAnswer is not { } answer)
            return new(Standing.Nothing.Lacks("config", "No configuration was answered yet. The one of the story is in force."));
        var site = SiteOf(answer[Part]!);
        var since = record.Exchanges.Where(exchange => exchange.Number > answer.Number && exchange.Place == Place).ToList();
        var preflight = since.LastOrDefault(exchange => exchange.Request.Method == "OPTIONS");
        var isAsked = preflight is { IsServed: true, IsAnonymous: true } && IsPreflight(preflight);
        var isClosed = since.LastOrDefault(exchange => exchange is { Request.Method: "GET", IsAnonymous: true })?.Status == 401;
        var standing = Standing.Nothing.Saw("config", "You answered with a configuration.")
            .Needs(isAsked, "preflight", "A preflight without credentials was a success.", "No preflight without credentials was a success since you changed the configuration.")
            .Needs(isClosed, "get", "GET without credentials was answered 401.", "No GET without credentials was answered 401 since you changed the configuration.");
        if (site.Unreadable is { } fault)
            return new(standing.Near("unreadable", $"The configuration can't be read. {fault}"));
        if (Guarded.Any(method => site.AccessOf(method, "/api/orders") == Access.Open || site.AccessOf(method, "/api/customers") == Access.Open))
            return new(standing.Lacks("closed", "All but preflights has to be closed.").Near("open-door", "By this configuration everybody gets in, and not preflights alone."));
        if (isAsked && isClosed && site.StatusOf("OPTIONS", "/api/orders") is not null && !AddsAllowance(answer[Part]!))
            return new(standing.Lacks("allowed", "The preflight has to allow something.").Near("nothing-allowed", $"nginx answers the preflight itself, and without {AllowOrigin}: the browser gives up all the same (Fetch, CORS check). Add the fields, or let the program behind answer."));
        if (isAsked && isClosed)
            return new(standing.By(site.StatusOf("OPTIONS", "/api/orders") is not null ? ByReturn : answer[Part]!.Contains("limit_except", StringComparison.Ordinal) ? ByLimit : ByVariable));
        return new(preflight switch
        {
            { IsAnonymous: false } => standing.Near("with-credentials", "That OPTIONS had credentials. A preflight never has any (Fetch, CORS-preflight fetch)."),
            { IsServed: true } when !IsPreflight(preflight) => standing.Near("no-preflight", "That OPTIONS had no Origin and no Access-Control-Request-Method: it is no preflight."),
            { Note: ConfiguredSite.Undecided } => standing.Near("undecided", "What nginx would do does not follow from this configuration alone."),
            { Status: 401 } => standing.Near("preflight-refused", "The preflight is still answered 401: fields for other origins do not change who is asked for credentials."),
            _ => standing,
        });
    }

    private static AskStep Asks() => new AskStep(Place) { Method = "OPTIONS" }.With("Origin", Asking).With("Access-Control-Request-Method", "GET");

    private static bool IsPreflight(LabExchange exchange) => exchange.Request.Field("Origin") is not null && exchange.Request.Field("Access-Control-Request-Method") is not null;

    private static bool AddsAllowance(string configuration) =>
        configuration.Split('\n').Select(line => line.Split('#')[0]).Any(line => line.Contains("add_header", StringComparison.Ordinal) && line.Contains(AllowOrigin, StringComparison.OrdinalIgnoreCase));

    private static string ConfigurationIn(ExerciseRecord record) => record.LastAnswer?[Part] ?? Given;

    private static ConfiguredSite SiteOf(string configuration)
    {
        var files = new ConfigurationTexts(ImmutableDictionary<string, string>.Empty.Add(File, configuration).Add(Users, ""));
        return new(Origin, LintCatalogue.All.First(linter => linter.Kind == "nginx").Lint(File, files), Protected);
    }
}
