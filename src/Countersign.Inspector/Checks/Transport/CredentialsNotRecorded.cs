using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class CredentialsNotRecorded : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/credentials-not-recorded",
        Severity.Info,
        "The recording leaves credentials out",
        "Browsers write HAR files without Authorization, Cookie and Set-Cookie unless they are asked for them. That a request has none proves nothing then.",
        Requirement.Practice,
        Fault.Nobody,
        "Nothing.")
    {
        CallerFix = "Record again with sensitive data (Chrome: settings of the developer tools, \"Allow to generate HAR with sensitive data\"), or with curl --verbose.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (IsRefusal(exchange) && view.Recording.Omits(Omissions.Credentials) && exchange.Request is { HasCredentials: false } && exchange.Index == view.Recording.Exchanges.First(IsRefusal).Index)
            yield return Found($"Whether credentials were sent before the {exchange.Status} can't be told: this recording leaves them out.", Seen.Status(exchange)) with { Certainty = Certainty.NotDecided };
    }

    private static bool IsRefusal(Exchange exchange) => exchange.Status is 401 or 403;
}
