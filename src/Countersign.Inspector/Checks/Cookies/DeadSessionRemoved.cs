using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class DeadSessionRemoved : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/dead-session-removed",
        Severity.Good,
        "The refusal takes the dead session away",
        "The next request comes without it and is treated as one of somebody new: nobody is stuck with a session that has ended.",
        Requirement.Practice,
        Fault.Nobody,
        "Nothing.")
    {
        CallerFix = "Sign in again.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (!(exchange.Status == 401 || LoginPlaces.RedirectToLogin(exchange) is not null))
            yield break;

        // A cookie that is sent again was not taken away.
        if (SetCookie.In(exchange).FirstOrDefault(cookie => cookie is { IsSession: true, IsRemoval: true } && SetCookie.IsSent(exchange, cookie.Name)) is { } removed && !view.After(exchange).Any(later => IsSentAgain(later, exchange, removed.Name)))
            yield return Found($"The {exchange.Status} takes {removed.Name} away: the session has ended.", Seen.Response(exchange, removed.Line));
    }

    private static bool IsSentAgain(Exchange later, Exchange exchange, string name) =>
        Comparisons.IsAfter(later, exchange) && later.Request!.Credentials.Any(shown => shown.Place == CredentialsPlace.Cookie && shown.Name == name && exchange.Request!.Credentials.Any(each => each.Mark == shown.Mark));
}
