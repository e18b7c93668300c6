using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class WrongParty : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/wrong-party",
        Severity.Error,
        "Credentials for the wrong party",
        "407 is the proxy's, and its credentials go into Proxy-Authorization; 401 is the server's, and goes by Authorization.",
        new("RFC 9110 §11.7.1, §11.6.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Send what answers a 407 in Proxy-Authorization, and what answers a 401 in Authorization.",
        Explains = true,
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (401 or 407) || exchange.Request is not { HasCredentials: true } request || view.LastTry(exchange) is not { } last || last.Status != exchange.Status)
            yield break;
        var (right, wrong) = exchange.Status == 407 ? ("Proxy-Authorization", "Authorization") : ("Authorization", "Proxy-Authorization");
        if (request.Fields.Has(right) || !request.Fields.Has(wrong) || last.Request!.Fields.Has(wrong) || last.Request.Fields.Has(right))
            yield break;
        var scheme = request.Credentials.FirstOrDefault(each => each.Name.Equals(wrong, StringComparison.OrdinalIgnoreCase))?.Scheme ?? "Basic";
        yield return Found($"The {exchange.Status} was answered in {wrong}, and {(exchange.Status == 407 ? "the proxy" : "the server")} looks into {right}.", Seen.Request(exchange, wrong), Seen.Status(last)) with { Changes = [new(RequestChangeKind.RemoveField, wrong), new(exchange.Status == 407 ? RequestChangeKind.AuthenticateToProxy : RequestChangeKind.Authenticate, scheme)] };
    }
}
