using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class RedirectToLogin : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/redirect-to-login",
        Severity.Warning,
        "A program is sent to a page to sign in",
        "Programs follow the redirect and get the page with 200, or fail at another origin (Fetch hides it from scripts). Neither tells them that credentials are missing.",
        Requirement.Practice,
        Fault.Origin,
        "Answer 401 with a challenge where no person navigates: by path, or by Accept and Sec-Fetch-Mode.")
    {
        Remedy = Remedy.NoLoginPage,
        CallerFix = "Send credentials that the resource takes, such as a token; the page to sign in is for people.",
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request is not { } request || LoginPlaces.RedirectToLogin(exchange) is not { } location || Callers.IsNavigation(request) || LoginPlaces.IsLogin(request.Target))
            yield break;
        var (by, certainty) = Why(request);
        if (by is null)
            yield break;
        var shown = by == "target" ? Seen.Target(exchange) : Seen.Request(exchange, by);
        yield return Found($"{Who(by)} is answered {exchange.Status} and sent to a page to sign in ({location}).", Seen.Status(exchange), Seen.Response(exchange, "Location"), shown) with { Certainty = certainty };
    }

    private static (string? By, Certainty Certainty) Why(RecordedRequest request)
    {
        if (Callers.PrefersJson(request))
            return ("Accept", Certainty.Proved);
        if (Callers.IsScript(request))
            return (request.Fields.Has("Sec-Fetch-Mode") ? "Sec-Fetch-Mode" : "X-Requested-With", Certainty.Proved);

        // People's browsers ask for HTML by name, and send no Bearer tokens.
        if (request.Fields.First("Accept")?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
            return (null, Certainty.NotDecided);
        if (request.Credentials.Any(shown => shown.Place == CredentialsPlace.Authorization && shown.Is("Bearer")))
            return ("Authorization", Certainty.Proved);
        return request.Target.Contains("/api/", StringComparison.OrdinalIgnoreCase) ? ("target", Certainty.Likely) : (null, Certainty.NotDecided);
    }

    private static string Who(string by) => by switch
    {
        "Accept" => "A request for JSON",
        "Authorization" => "A request with a Bearer token",
        "target" => "A request to an API",
        _ => "A request of a script",
    };
}
