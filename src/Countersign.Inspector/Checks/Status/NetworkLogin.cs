using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class NetworkLogin : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/network-login",
        Severity.Info,
        "The network wants a login, not the server",
        "With 511 something between says that nothing gets through before somebody signs in to the network. The server that was asked has not seen the request.",
        new("RFC 6585 §6", "SHOULD NOT"),
        Fault.Proxy,
        "None at the server. At the network: a link to the page to sign in, and no challenge.")
    {
        CallerFix = "Sign in to the network (open any http address in a browser), and send the request again.",
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 511, Response: { } response })
            yield break;
        var challenge = response.Fields.Has("WWW-Authenticate") ? "WWW-Authenticate" : response.Fields.Has("Proxy-Authenticate") ? "Proxy-Authenticate" : null;
        if (challenge is not null)
            yield return Found("The answer is 511, from the network, and has a challenge: browsers ask people for a password in the name of the server that they wanted.", Seen.Status(exchange), Seen.Response(exchange, challenge)) with { Severity = Severity.Warning };
        else
            yield return Found("The answer is 511: it comes from the network, and not from the server that was asked.", Seen.Status(exchange));
    }
}
