using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class SessionOnRefusal : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/session-on-refusal",
        Severity.Warning,
        "Every refusal begins a session",
        "Who sends no cookies gets a new session with each 401. The store fills with sessions of nobody, and people lose theirs to them.",
        Requirement.Practice,
        Fault.Origin,
        "Begin sessions when somebody signs in, and not when somebody is refused.");

    public override Traits Needs => Traits.SetCookie | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status != 401 || !Begun(exchange).Any())
            yield break;
        foreach (var cookie in Begun(exchange))
        {
            var earlier = view.Before(exchange).Where(other => other.Status == 401 && Comparisons.IsAfter(exchange, other) && Begun(other).Any(each => each.Name == cookie.Name)).Take(2).ToList();

            // Said with the second one, and not again.
            if (earlier.Count == 1)
                yield return Found($"Each 401 sets a new {cookie.Name}.", Seen.Response(exchange, cookie.Line), Seen.Response(earlier[0], "Set-Cookie"));
        }
    }

    private static IEnumerable<SetCookie> Begun(Exchange exchange) =>
        SetCookie.In(exchange).Where(cookie => cookie is { IsSession: true, IsRemoval: false, IsEmpty: false } && !SetCookie.IsSent(exchange, cookie.Name));
}
