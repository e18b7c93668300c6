using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Content;

internal sealed class ProblemAgrees : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "content/problem-agrees",
        Severity.Good,
        "The refusal explains itself to programs",
        "A problem in JSON with the same status as the answer is read by programs without guessing.",
        new("RFC 9457 §3.1.2", "MUST"),
        Fault.Nobody,
        "Nothing.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401 or 403 or 407, Response: { } response } && StatusIn(response) == exchange.Status)
            yield return Found($"The answer is application/problem+json, and says {exchange.Status} as well.", Seen.Response(exchange, "Content-Type"));
    }

    /// <summary>The status that a problem names; null for no problem, and for one that names none. Members of a wrong type are passed over (§3.1).</summary>
    public static int? StatusIn(RecordedResponse response) =>
        response.Fields.First("Content-Type")?.StartsWith("application/problem+json", StringComparison.OrdinalIgnoreCase) == true && JsonContent.Object(response) is { } problem
            && JsonContent.Member(problem, "status") is { ValueKind: JsonValueKind.Number } status && status.TryGetInt32(out var number) ? number : null;
}
