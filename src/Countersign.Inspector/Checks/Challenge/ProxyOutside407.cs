using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class ProxyOutside407 : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/proxy-outside-407",
        Severity.Warning,
        "Proxy-Authenticate without a 407",
        "Clients act on it only where the answer is 407; here it shows that a proxy's answer got mixed into the server's.",
        new("RFC 9110 §11.7.1"),
        Fault.Proxy,
        "Send Proxy-Authenticate with 407 alone.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // The last leg of Negotiate comes with a success, and swapped fields are challenge/wrong-field's.
        if (exchange.Status is 407 or 0 || view.Challenges(exchange).FirstOrDefault(field => field.IsProxy) is not { } field || field.Offers.All(offer => offer.Token68 is not null))
            yield break;
        if (exchange.Status != 401 || exchange.Response!.Fields.Has("WWW-Authenticate"))
            yield return Found($"The answer is {exchange.Status} and has Proxy-Authenticate, which belongs to 407.", field.Whole());
    }
}
