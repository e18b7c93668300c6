using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Content;

internal sealed class ProblemStatus : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "content/problem-status",
        Severity.Error,
        "A problem that names another status",
        "Some clients go by the status of the answer, and some by that of the problem: they do different things with the same refusal.",
        new("RFC 9457 §3.1.2", "MUST"),
        Fault.Origin,
        "Send the same status in both. If something between changes it, change the content with it.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // A refusal within a success is found as status/refusal-as-success.
        if (exchange is { Status: >= 400, Response: { } response } && ProblemAgrees.StatusIn(response) is { } said && said != exchange.Status)
            yield return Found($"The answer is {exchange.Status}, and the problem in it says {said}.", Seen.Status(exchange), Where(exchange));
    }

    private static Evidence Where(Exchange exchange) =>
        exchange.Response!.Content.Text.IndexOf("\"status\"", StringComparison.Ordinal) is >= 0 and var start ? Seen.Content(exchange, start, 8) : Seen.Content(exchange, 0, 0);
}
