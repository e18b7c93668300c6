using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class SentThoughRemoved : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/sent-though-removed",
        Severity.Warning,
        "A cookie is sent that was taken away",
        "A cookie goes away only when Path and Domain are those that it was set with. Otherwise the browser keeps it, and the person stays signed out or stuck.",
        new("RFC 6265 §5.3"),
        Fault.Origin,
        "Take cookies away with the Path and Domain that they were set with.")
    {
        CallerFix = "Delete the cookie, or the whole store of cookies where the client is no browser.",
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (401 or 403) || exchange.Request is not { HasCredentials: true } request)
            yield break;
        foreach (var shown in request.Credentials.Where(shown => shown.Place == CredentialsPlace.Cookie && !shown.IsRedacted))
        {
            var (removal, by) = Removed(exchange, shown, view);
            if (removal is null)
                continue;
            var first = view.Before(exchange).SelectMany(SetCookie.In).LastOrDefault(cookie => cookie.Name == shown.Name && !cookie.IsRemoval);
            var isMissed = first is not null && (first.Path != removal.Path || first.Domain != removal.Domain);
            yield return Found($"{shown.Name} was taken away before{(isMissed ? $", but with {Scope(removal)} in place of {Scope(first!)}" : "")}, and is sent again.", Seen.Request(exchange, "Cookie").At(shown.Name), Seen.Response(by, removal.Line)) with
            {
                Fault = isMissed ? Fault.Origin : Fault.Client,
                Certainty = isMissed ? Certainty.Proved : Certainty.Likely,
                Changes = [new(RequestChangeKind.RemoveField, "Cookie")],
            };
        }
    }

    // The latest answer that speaks of the cookie takes it away, and the same one is sent that was sent before.
    private static (SetCookie? Removal, Exchange By) Removed(Exchange exchange, PresentedCredentials shown, RecordingView view)
    {
        foreach (var earlier in view.Before(exchange))
        {
            if (SetCookie.In(earlier).LastOrDefault(cookie => cookie.Name == shown.Name) is not { } cookie)
                continue;
            var isSame = earlier.Request!.Credentials.Any(each => each.Place == CredentialsPlace.Cookie && each.Mark == shown.Mark);
            return (cookie.IsRemoval && isSame && Comparisons.IsAfter(exchange, earlier) ? cookie : null, earlier);
        }

        return (null, exchange);
    }

    private static string Scope(SetCookie cookie) => $"Path={cookie.Path ?? "(none)"}{(cookie.Domain is { } domain ? $" and Domain={domain}" : "")}";
}
