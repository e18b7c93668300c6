using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class ProxyStatusFromOrigin : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/proxy-status-from-origin",
        Severity.Error,
        "A 407 from something that is no proxy of the client",
        "A client answers 407 with the credentials for its proxy, not with those for the server, and has none where it uses no proxy. Browsers end with an error page.",
        new("RFC 9110 §15.5.8"),
        Fault.Proxy,
        "Answer 401 with WWW-Authenticate: a gateway is the origin server for its clients (RFC 9110 §3.7).")
    {
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // HAR files have addresses and no targets: a proxy can't be told from them.
        if (exchange is not { Status: 407, Request: { } request } || view.Recording.Source == RecordingSource.Har || exchange.Role == ExchangeRole.Connect || !request.Target.StartsWith('/'))
            yield break;
        if (request.Credentials.Any(shown => shown.Place == CredentialsPlace.ProxyAuthorization))
            yield break;
        yield return Found("The answer is 407, but the target of the request is a path alone, as it is sent to a server; a proxy gets the whole address.", Seen.Status(exchange), Seen.Target(exchange)) with { Certainty = Certainty.Likely };
    }
}
