using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class LoginOverHttp : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/login-over-http",
        Severity.Warning,
        "An https request is sent to a login over http",
        "Browsers refuse to go there from scripts, and people type their password where it can be read. Mostly a proxy in front speaks https and the program behind it does not know.",
        Requirement.Practice,
        Fault.Origin,
        "Let the program know of the scheme (X-Forwarded-Proto, Forwarded), and write Location with https or without an origin.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request?.Url is not { Scheme: "https" } || LoginPlaces.RedirectToLogin(exchange) is not { } location || !Uri.TryCreate(location, UriKind.Absolute, out var url))
            yield break;
        if (url.Scheme == Uri.UriSchemeHttp && !Callers.IsLoopback(url))
            yield return Found($"{exchange.Request.Url.AbsolutePath} is asked for over https, and sends people to {location} to sign in.", Seen.Status(exchange), Seen.Response(exchange, "Location").At("http:"));
    }
}
