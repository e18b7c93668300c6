using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class UnregisteredStatus : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/unregistered-status",
        Severity.Warning,
        "A status of one product for what 401 or 403 says",
        "Clients that don't know a status take it for the x00 of its class: these become 400 or 500. No client asks for credentials then.",
        new("RFC 9110 §15"),
        Fault.Origin,
        "Answer 401 with a challenge when credentials would help, and 403 when they would not.")
    {
        Remedy = Remedy.Challenge,
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (Meaning(exchange.Status) is { } meaning)
            yield return Found($"The answer is {exchange.Status}, {meaning}; it is not registered, and clients take it for {exchange.Status / 100}00.", Seen.Status(exchange)) with { Fault = exchange.Status == 561 ? Fault.Proxy : Fault.Origin, CallerFix = Help(exchange.Status) };
    }

    private static string? Help(int status) => status switch
    {
        419 => "Load the page anew, and send its new token against forgery with the cookies that came with it.",
        440 => "Sign in anew.",
        498 => "Get a new token.",
        499 => "Send a token.",
        _ => null,
    };

    private static string? Meaning(int status) => status switch
    {
        419 => "by which Laravel says that a page or its token against forgery expired",
        440 => "by which IIS says that a session ended",
        498 => "by which Esri says that a token is invalid",
        499 => "by which Esri says that a token is missing",
        561 => "by which a load balancer of AWS says that its identity provider refused",
        _ => null,
    };
}
