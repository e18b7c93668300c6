using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class HiddenFromStrangers : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/hidden-from-strangers",
        Severity.Info,
        "404 where credentials get in",
        "A server may hide what it has. Clients that wait for a challenge don't get one, and people look for a wrong address.",
        new("RFC 9110 §15.5.4", "MAY"),
        Fault.Nobody,
        "Nothing, if it is meant so; then answer the same for what is not there, and forbid to store it.")
    {
        CallerFix = "Send credentials without being asked.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // What was made in between is no secret.
        if (exchange is { Status: 404, Request.Method: "GET" or "HEAD" } && Comparisons.LetIn(exchange, view) is { } other)
            yield return Found($"Without credentials the answer is 404; with {other.Request!.Credentials[0].Name} it is {other.Status}.", Seen.Status(exchange), Seen.Status(other)) with { Certainty = Certainty.Likely, Changes = [.. Comparisons.Credentials(other)] };
    }
}
