using System.Collections.Immutable;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Protection;
using Countersign.Wire;

namespace Countersign.Lab.Exercises.Proxies;

/// <summary>13: a proxy and an origin, each of which may refuse.</summary>
internal sealed class WhoSaidNo : Exercise
{
    private const string Orders = "orders";
    private const string ByProxy = "proxy";
    private const string ByOrigin = "origin";
    private const string ProxyLogin = "out:exit";
    private const string OriginLogin = "anna:open sesame";
    private const string ProxyField = "Proxy-Authorization";

    private static readonly Door Protected = new(Door.Basic("Shop", "Basic for anna", new(("anna", "open sesame"))));
    private static readonly ExerciseRoute Told = new("told-apart", "You told the refusals of the proxy from those of the origin, and gave each its own credentials.");

    private static readonly ImmutableArray<RefusedPlace> Places =
    [
        new("a", 407, ByProxy, [("Proxy-Authenticate", "Basic realm=\"Way out\"")], "<html><body><h1>407 Proxy Authentication Required</h1></body></html>\n"),
        new("b", 401, ByOrigin, [("WWW-Authenticate", "Basic realm=\"Way out\""), ("Via", "1.1 edge")], "<html><body><h1>401 Unauthorized</h1></body></html>\n"),
        new("c", 403, ByProxy, [("Proxy-Status", "edge; error=http_request_denied")], "<html><body><h1>403 Forbidden</h1></body></html>\n"),
        new("d", 403, ByOrigin, [("Server", "edge"), ("Via", "1.1 edge")], "<html><body><h1>403 Forbidden</h1></body></html>\n"),
    ];

    public override int Number => 13;

    public override string Slug => "who-said-no";

    public override string Title => "Who said no?";

    public override string Goal => "Say of four refusals whether the proxy or the origin wrote them, then get a 200 from the origin through the proxy with the credentials of each in the right field.";

    public override string Story =>
        $"This server is a forward proxy as well: $PROXY. Through it (curl -x $PROXY) ask $ORIGIN/a to d, answer each with proxy or origin, then get $ORIGIN/orders. The proxy knows the user out with the password exit, the origin knows anna with the password open sesame; both take Basic.";

    public override string Teaches => "407 with Proxy-Authenticate is the proxy's, 401 with WWW-Authenticate the origin's; a realm or a Server field names nobody. Via tells that an answer passed the proxy, and Proxy-Status with an error that the proxy wrote it. Proxy-Authorization is for the proxy, which takes it off; Authorization goes on to the origin.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §11.7", "RFC 9110 §15.5.8", "RFC 9110 §7.6.3", "RFC 9209 §2.1.1"];

    public override ImmutableArray<string> Hints =>
    [
        "Look at the fields, not at the realm or the page: curl -i -x $PROXY $ORIGIN/a, and so on.",
        "407 comes from a proxy alone. An answer with Via has passed the proxy, so it was written behind it. Proxy-Status with error says that the proxy itself refused.",
        "curl has an option for each: -U out:exit for the proxy, -u 'anna:open sesame' for the origin.",
    ];

    public override ImmutableArray<AnswerPart> Answers => [.. Places.Select(place => new AnswerPart(place.Name, "proxy or origin."))];

    public override ImmutableArray<ExerciseRoute> Routes => [Told];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        .. Asked(),
        Say(ByProxy, ByOrigin, ByProxy, ByOrigin) with { Note = "407 and Proxy-Status are the proxy's; what has Via was written behind it." },
        new AskStep(Orders) { ByProxy = true, Basic = OriginLogin, Fields = [(ProxyField, LoginParameters.BasicOf(ProxyLogin))], Note = "To each its own (curl writes the field by -U out:exit as well)." },
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Gives the proxy's credentials to the origin and the origin's to the proxy.", "swapped", [.. Asked(), Say(ByProxy, ByOrigin, ByProxy, ByOrigin), new AskStep(Orders) { ByProxy = true, Basic = ProxyLogin, Fields = [(ProxyField, LoginParameters.BasicOf(OriginLogin))] }]),
        new("Goes by the realm, and by the field Server.", "not-all-right", [.. Asked(), Say(ByProxy, ByProxy, ByOrigin, ByProxy)]),
        new("Answers without having asked.", "seen-a", Say(ByProxy, ByOrigin, ByProxy, ByOrigin)),
        new("Goes past the proxy.", "direct", [.. Asked(), Say(ByProxy, ByOrigin, ByProxy, ByOrigin), new AskStep(Orders) { Basic = OriginLogin }]),
        new("Forgets the origin.", "origin-asks", [.. Asked(), Say(ByProxy, ByOrigin, ByProxy, ByOrigin), new AskStep(Orders) { ByProxy = true, Fields = [(ProxyField, LoginParameters.BasicOf(ProxyLogin))] }]),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel) =>
        new(Places.Any(place => answer[place.Name] is not (ByProxy or ByOrigin)) ? new Remark("proxy-or-origin", "Each part is proxy or origin.") : null);

    public override async ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        // A proxy is asked with the whole address (RFC 9112 §3.2.2).
        if (!call.Request.Facts.Target.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return Text(new SimulatedAnswer(403), "The origin is reached through the proxy alone. Ask for the whole address: curl -x.\n");
        call.Note = ByProxy;
        if (Places.FirstOrDefault(place => place.Name == call.Place) is { } refused)
        {
            var no = new SimulatedAnswer(refused.Status);
            no.Fields.AddRange(refused.Fields);
            no.SetText(refused.Page, "text/html; charset=utf-8");
            return no;
        }

        if (call.Place != Orders)
            return call.NoSuchPlace("a to d, and orders");
        if (!Has(call.Sent, ProxyLogin))
        {
            var challenge = new SimulatedAnswer(407);
            challenge.Add("Proxy-Authenticate", "Basic realm=\"Way out\"");
            return Text(challenge, "The proxy asks who you are.\n");
        }

        var answer = await Protected.AnswerAsync(call, cancel);
        answer.Add("Via", "1.1 edge");
        return answer;
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var standing = Standing.Nothing;
        foreach (var place in Places)
            standing = standing.Needs(record.At(place.Name).Any(exchange => exchange.Note == ByProxy), $"seen-{place.Name}", $"You asked for {place.Name} through the proxy.", $"No request for {place.Name} through the proxy was recorded yet.");
        var right = record.LastAnswer is { } answer ? Places.Count(place => answer[place.Name] == place.By) : -1;
        standing = standing.Needs(right == Places.Length, "named", "You named who wrote each of the four.", "Say of a to d who wrote them.")
            .Needs(record.At(Orders).Any(exchange => exchange.IsServed), "200", "The origin answered 200 through the proxy.", "$ORIGIN/orders was not answered 200 yet.");
        if (record.Answers is [.., { Fault: { } fault }])
            return new(standing.Near(fault.Slug, fault.Text));
        if (standing.Missing.IsEmpty)
            return new(standing.By(Told));
        if (record.Exchanges is [.., { Place: Orders, IsServed: false } last])
        {
            return new(last.Note is null ? standing.Near("direct", "That request did not go through the proxy.")
                : IsSwapped(last) ? standing.Near("swapped", "The credentials are in each other's field. Authorization goes to the origin, Proxy-Authorization to the proxy.")
                : last.Status == 407 ? standing.Near("proxy-asks", "The proxy asks for credentials: they go into Proxy-Authorization.")
                : standing.Near("origin-asks", "The proxy let you through. The 401 is the origin's: its credentials go into Authorization."));
        }

        return new(right >= 0 && right < Places.Length ? standing.Near("not-all-right", $"{right} of 4 are right. Neither the realm nor Server tells who wrote an answer.") : standing);
    }

    private static bool IsSwapped(LabExchange exchange) => exchange.Login is { User: "out" } || Has(exchange.Request, OriginLogin);

    // Schemes have no letter case (RFC 9110 §11.1), base64 has.
    private static bool Has(LabRequest request, string login) =>
        request.Field(ProxyField) is { } line && CredentialsReader.Read(line).Credentials is { Token68: { } token } credentials
        && credentials.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && $"Basic {token}" == LoginParameters.BasicOf(login);

    private static IEnumerable<SolutionStep> Asked() => Places.Select(place => new AskStep(place.Name) { ByProxy = true });

    private static AnswerStep Say(params string[] who) => new([.. Places.Select((place, at) => (place.Name, who[at]))]);

    private static SimulatedAnswer Text(SimulatedAnswer answer, string text)
    {
        answer.SetText(text, "text/plain; charset=utf-8");
        return answer;
    }

    private sealed record RefusedPlace(string Name, int Status, string By, ImmutableArray<(string Name, string Value)> Fields, string Page);
}
