using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class AcceptSignature : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/accept-signature",
        Severity.Info,
        "The server asks for a signed request",
        "Accept-Signature is no challenge: it says which parts of the next request the server wants signed.",
        new("RFC 9421 §5.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Sign the request as Accept-Signature says (RFC 9421) and send it again.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401 or 403 or 429, Response: { } response } && response.Fields.Joined("Accept-Signature") is { } wanted && exchange.Request?.Fields.Has("Signature-Input") != true)
            yield return Found($"The answer is {exchange.Status} and asks for a request with a message signature.", new Evidence(exchange.Index, "response Accept-Signature", wanted));
    }
}
