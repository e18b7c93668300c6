using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class NoStrictTransport : ExchangeCheck
{
    private const string Field = "Strict-Transport-Security";

    public override CheckRow Row { get; } = new(
        "transport/no-strict-transport",
        Severity.Info,
        "Credentials are asked for without Strict-Transport-Security",
        "Without it a browser that is given an http address asks over http first, with cookies that are not Secure, and can be kept there.",
        new("RFC 6797 §7.1"),
        Fault.Origin,
        "Send Strict-Transport-Security: max-age=31536000 with every answer over https, refusals too.");

    public override Traits Needs => Traits.Refusal | Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (!Asks(exchange) || !IsKnownHttps(exchange, view) || exchange.Response!.Fields.Has(Field))
            yield break;

        // Once for an origin, and not where another answer of it has the field.
        if (view.Before(exchange).Any(Asks) || view.Before(exchange).Concat(view.After(exchange)).Any(other => other.Response?.Fields.Has(Field) == true))
            yield break;
        yield return Found($"{exchange.Request!.Url!.Host} asks for credentials over https, and has no {Field} field in any answer recorded.", Seen.Status(exchange)) with { Certainty = Certainty.Likely };
    }

    // Addresses have no such policy (RFC 6797 §8.1.1).
    private static bool Asks(Exchange exchange) =>
        exchange is { Status: 401, Request: { Url: { Scheme: "https", HostNameType: UriHostNameType.Dns } url } } && exchange.Response!.Fields.Has("WWW-Authenticate") && !Callers.IsLoopback(url);

    // Messages alone don't tell their scheme: unless it is written it is taken for https.
    private static bool IsKnownHttps(Exchange exchange, RecordingView view) =>
        view.Recording.Source != RecordingSource.RawHttp || exchange.Request!.Target.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
