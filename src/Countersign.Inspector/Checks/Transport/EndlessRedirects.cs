using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class EndlessRedirects : ExchangeCheck
{
    private const int Many = 10;

    public override CheckRow Row { get; } = new(
        "transport/endless-redirects",
        Severity.Error,
        "Redirects lead round in a circle",
        "Nobody arrives: browsers give up after twenty. Mostly a page sends people to sign in who are signed in already, or http and https send to each other.",
        new("RFC 9110 §15.4", "SHOULD"),
        Fault.Origin,
        "Find the two rules that send to each other: often the program behind a proxy does not know that https was spoken (X-Forwarded-Proto), or the cookie of the sign-in is not taken.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Told once, where nobody went on.
        if (exchange is not { Status: 301 or 302 or 303 or 307 or 308, Request: { Url: { } url } request } || !exchange.Response!.Fields.Has("Location"))
            yield break;
        if (view.Recording.Exchanges.Skip(exchange.Index + 1).Take(Many).Any(later => Redirects.To(later, view) == exchange))
            yield break;
        var (length, again) = (1, (Exchange?)null);
        for (var before = Redirects.To(exchange, view); before is not null && length < Many; before = Redirects.To(before, view), length++)
        {
            if (before.Request!.Url == url && before.Request.Method == request.Method && before.Request.Fields.Joined("Cookie") == request.Fields.Joined("Cookie") && Same(before, exchange))
                again ??= before;
        }

        if (again is not null)
            yield return Found($"{url.AbsolutePath} leads back to itself: it was asked before with the same cookies, and led on to the same place.", Seen.Status(exchange), Seen.Response(exchange, "Location"), Seen.Target(again));
        else if (length >= Many)
            yield return Found($"{length} redirects follow each other, and the last one leads on.", Seen.Status(exchange), Seen.Response(exchange, "Location")) with { Certainty = Certainty.Likely };
    }

    private static bool Same(Exchange one, Exchange other) => one.Response!.Fields.First("Location") == other.Response!.Fields.First("Location");
}
