using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class ConnectionBound : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/connection-bound",
        Severity.Info,
        "A scheme that is bound to the connection, over HTTP/2",
        "NTLM, and Negotiate with it, authenticate a connection and not a request. HTTP/2 shares connections: clients have to go back to HTTP/1.1.",
        new("RFC 4559 §6; RFC 9110 §16.4.2"),
        Fault.Proxy,
        "Offer these schemes over HTTP/1.1 and keep one connection to the server for each of the client.")
    {
        CallerFix = "Ask over HTTP/1.1 (curl --http1.1).",
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Response?.Version is "HTTP/2" or "HTTP/3" && exchange.IsChallenge && view.Offers(exchange).FirstOrDefault(offer => offer.Is("NTLM", "Negotiate")) is { } offer)
            yield return Found($"{offer.Scheme} is offered over {exchange.Response.Version}; clients have to ask again over HTTP/1.1.", offer.At());
    }
}
