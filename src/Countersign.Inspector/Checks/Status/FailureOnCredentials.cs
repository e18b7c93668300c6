using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class FailureOnCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/failure-on-credentials",
        Severity.Error,
        "The server fails over credentials",
        "Whatever stands in Authorization comes from strangers. A server that fails over it hides the mistake of honest clients, and shows others where to push.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge to credentials that can't be used, or 400 to a field that can't be read.")
    {
        Remedy = Remedy.Challenge,
        Hides = true,
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // 502, 503 and 504 speak of others.
        if (exchange is not { Status: 500, Request: { } request } || request.Credentials.FirstOrDefault(shown => shown.Place == CredentialsPlace.Authorization) is not { } sent)
            yield break;
        if (sent.Faults.Length > 0 || sent.Slips.Length > 0 || sent.Basic?.Fault is not null)
            yield return Found("The answer is 500, and the Authorization field of the request can't be read as it stands.", Seen.Status(exchange), Seen.Request(exchange, "Authorization")) with { Certainty = Certainty.Likely };
        else if (view.OtherTries(exchange).FirstOrDefault(other => other.Response is not null && other.Status < 500 && !IsSentBy(other, sent)) is { } fine)
            yield return Found($"The answer is 500 with these credentials, and {fine.Status} to the same request {(fine.Request!.HasCredentials ? "with others" : "without")}.", Seen.Status(exchange), Seen.Request(exchange, "Authorization"), Seen.Status(fine)) with { Certainty = Certainty.Likely };
    }

    private static bool IsSentBy(Exchange other, PresentedCredentials sent) => other.Request!.Credentials.Any(shown => shown.Mark == sent.Mark);
}
