using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed partial class PrivateRedirect : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/private-redirect",
        Severity.Warning,
        "A public server sends its callers into a private network",
        "From elsewhere nobody gets there, and the address tells strangers how the network inside is numbered. What follows it from within a network asks with the rights of that place.",
        Requirement.Practice,
        Fault.Origin,
        "Write Location without an origin, or let the program know by which name it is asked (X-Forwarded-Host, Forwarded).");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: >= 300 and < 400, Request.Url: { } from } || PrivateAddresses.Names(from) || !from.Host.Contains('.', StringComparison.Ordinal))
            yield break;
        if (exchange.Response!.Fields.First("Location") is not { } location || !Uri.TryCreate(location, UriKind.Absolute, out var to) || to.Scheme is not ("http" or "https") || !PrivateAddresses.Names(to))
            yield break;

        // A program on a person's machine takes the answer of a sign-in there (RFC 8252 §7.3).
        if (Callers.IsLoopback(to) && Handed().IsMatch(to.Query))
            yield break;
        yield return Found($"{from.Host} sends its callers to {to.GetLeftPart(UriPartial.Authority)}, which is an address of a private network.", Seen.Status(exchange), Seen.Response(exchange, "Location").At(to.Host));
    }

    [GeneratedRegex("[?&](code|state|error|token|ticket|SAMLResponse)=", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Handed();
}
