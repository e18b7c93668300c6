using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class Trapping : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/trapping",
        Severity.Error,
        "A cookie that keeps its owner out",
        "The server can't use the cookie any more and does not take it away. The browser goes on sending it: people are out until they delete it, and a new login may not help.",
        Requirement.Practice,
        Fault.Origin,
        "Treat a cookie that can't be read as none, and take it away with the refusal (Set-Cookie with Max-Age=0, and the same Path and Domain).")
    {
        CallerFix = "Delete the cookies of this site, and sign in again.",
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 400 or 401 or 500, Request: { Method: "GET" or "HEAD" } request, Response: { } response } || request.Credentials.Any(shown => shown.Place is not CredentialsPlace.Cookie))
            yield break;
        var sent = request.Credentials.Where(shown => !shown.IsRedacted).ToList();
        if (sent.Count == 0 || SetCookie.In(exchange).Any(cookie => sent.Exists(shown => shown.Name == cookie.Name)))
            yield break;
        IReadOnlyList<RequestChange> changes = [new(RequestChangeKind.RemoveField, "Cookie")];

        // Without it the same request fares better: that is proof.
        if (view.OtherTries(exchange).FirstOrDefault(other => IsBetter(other, exchange, view)) is { } free && IsKept(exchange, sent, view))
            yield return Found($"With the cookie {sent[0].Name} the answer is {exchange.Status}, without it {free.Status}; the {exchange.Status} does not take it away.", Seen.Status(exchange), Seen.Request(exchange, "Cookie"), Seen.Status(free)) with { Certainty = exchange.Status == 401 ? Certainty.Proved : Certainty.Likely, Changes = [.. changes] };
        else if (exchange.Status == 401 && !response.Fields.Has("WWW-Authenticate") && IsKept(exchange, sent, view) && view.Before(exchange).Count(other => IsRefusedLike(other, sent)) == 1)
            yield return Found($"The cookie {sent[0].Name} is refused again and again, and no answer takes it away.", Seen.Status(exchange), Seen.Request(exchange, "Cookie")) with { Severity = Severity.Warning, Certainty = Certainty.Likely, Changes = [.. changes] };
    }

    private static bool IsBetter(Exchange other, Exchange exchange, RecordingView view) =>
        Comparisons.IsAnonymous(other, view) && (other.Status is >= 200 and < 300 || (exchange.Status == 401 && LoginPlaces.RedirectToLogin(other) is not null));

    // Another answer may have taken it away.
    private static bool IsKept(Exchange exchange, List<PresentedCredentials> sent, RecordingView view) =>
        !view.After(exchange).SelectMany(SetCookie.In).Any(cookie => sent.Exists(shown => shown.Name == cookie.Name));

    private static bool IsRefusedLike(Exchange other, List<PresentedCredentials> sent) =>
        other.Status == 401 && other.Request!.Method is "GET" or "HEAD" && !SetCookie.In(other).Any(cookie => sent.Exists(shown => shown.Name == cookie.Name))
            && sent.TrueForAll(shown => other.Request!.Credentials.Any(each => each.Place == CredentialsPlace.Cookie && each.Mark == shown.Mark));
}
