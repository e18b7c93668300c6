using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class BadRequestWithoutCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/bad-request-without-credentials",
        Severity.Warning,
        "400 where credentials get in",
        "400 says that the request is broken. Whoever gets it looks for the fault in what was sent, and not for what was left out.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge while credentials are missing.")
    {
        Remedy = Remedy.Challenge,
        CallerFix = "Send credentials without being asked.",
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status == 400 && Comparisons.LetIn(exchange, view) is { } other && other.Request!.Content.Text == exchange.Request!.Content.Text)
            yield return Found($"Without credentials the answer is 400; with {other.Request.Credentials[0].Name} the same request is answered {other.Status}.", Seen.Status(exchange), Seen.Status(other)) with { Certainty = Certainty.Likely, Changes = [.. Comparisons.Credentials(other)] };
    }
}
