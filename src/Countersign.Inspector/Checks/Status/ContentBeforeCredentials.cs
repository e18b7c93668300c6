using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class ContentBeforeCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/content-before-credentials",
        Severity.Info,
        "The content is judged before the credentials",
        "Strangers learn what a resource takes, and make the server read what they send. Clients mend their content first and learn then that it was of no use.",
        Requirement.Practice,
        Fault.Origin,
        "Authenticate before the content is looked at.");

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 413 or 415 or 422, Request: { } request } && Comparisons.IsAnonymous(exchange, view)
            && view.OtherTries(exchange).FirstOrDefault(other => other.Status == 401 && Comparisons.IsAnonymous(other, view)) is { } refused)
        {
            yield return Found($"Without credentials this {request.Method} is answered {exchange.Status}, and with other content 401.", Seen.Status(exchange), Seen.Status(refused)) with { Certainty = Certainty.Likely };
        }
    }
}
