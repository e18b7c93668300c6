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
        if (IsCaptive(exchange))
            yield return Found("The question whether there is a way into the Internet is not answered as its server answers it: the answer comes from the network, which wants a login.", Seen.Target(exchange), Seen.Status(exchange)) with { Certainty = Certainty.Likely };
        if (exchange is not { Status: 511, Response: { } response })
            yield break;
        var challenge = response.Fields.Has("WWW-Authenticate") ? "WWW-Authenticate" : response.Fields.Has("Proxy-Authenticate") ? "Proxy-Authenticate" : null;
        if (challenge is not null)
            yield return Found("The answer is 511, from the network, and has a challenge: browsers ask people for a password in the name of the server that they wanted.", Seen.Status(exchange), Seen.Response(exchange, challenge)) with { Severity = Severity.Warning };
        else
            yield return Found("The answer is 511: it comes from the network, and not from the server that was asked.", Seen.Status(exchange));
    }

    /// <summary>Whether something redirects a question by which systems find out whether they are behind a portal. Its own server answers 204, or 200 with a word, and never sends elsewhere.</summary>
    public static bool IsCaptive(Exchange exchange) =>
        exchange is { Status: >= 300 and < 400, Request: { IsCleartext: true, Url: { } url }, Response: { } response }
        && url.AbsolutePath is "/generate_204" or "/gen_204" or "/hotspot-detect.html" or "/connecttest.txt" or "/ncsi.txt" or "/success.txt" or "/canonical.html" or "/check_network_status.txt"
        && Uri.TryCreate(response.Fields.First("Location"), UriKind.Absolute, out var place) && !place.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase);
}
