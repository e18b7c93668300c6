using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class RequestNotRecorded : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/request-not-recorded",
        Severity.Info,
        "The recording has answers without their requests",
        "Why somebody was refused mostly stands in the request.",
        Requirement.Practice,
        Fault.Nobody,
        "Nothing.")
    {
        CallerFix = "Record the requests as well, with curl --verbose instead of --include, or as HAR.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (IsBare(exchange) && exchange.Index == view.Recording.Exchanges.First(IsBare).Index)
            yield return Found($"The request that was answered {exchange.Status} is not in the recording: what it sent is not judged.", Seen.Status(exchange)) with { Certainty = Certainty.NotDecided };
    }

    private static bool IsBare(Exchange exchange) => exchange is { Status: 401 or 403 or 407, Request: null };
}
