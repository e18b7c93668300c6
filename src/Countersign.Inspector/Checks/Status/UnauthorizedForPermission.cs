using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class UnauthorizedForPermission : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/unauthorized-for-permission",
        Severity.Warning,
        "401 to credentials that are good elsewhere",
        "A 401 to good credentials makes clients throw them away: people are asked again, tokens are fetched again, and the answer stays the same.",
        new("RFC 9110 §11.4"),
        Fault.Origin,
        "Answer 403 when the credentials are good and don't suffice; for Bearer with error=\"insufficient_scope\".")
    {
        Remedy = Remedy.Scope,
        CallerFix = "Use credentials of somebody who may; the same ones won't get in by trying again.",
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Where the answer gives another reason, it is not this one.
        if (exchange is not { Status: 401, Request: { } request, Response: { } response } || response.Fields.Joined("WWW-Authenticate") is not { } challenge || challenge.Contains("error=", StringComparison.OrdinalIgnoreCase) || challenge.Contains("stale", StringComparison.OrdinalIgnoreCase))
            yield break;
        if (request.Credentials.FirstOrDefault(shown => shown.Place == CredentialsPlace.Authorization && !shown.IsRedacted) is not { } sent || view.After(exchange).FirstOrDefault(Accepts) is not { } later)
            yield break;

        // That they were needed there is shown by a refusal of the same realm.
        if (view.Before(exchange).Concat(view.After(exchange)).Any(other => other.Status == 401 && other.Request!.Url == later.Request!.Url && other.Response!.Fields.Joined("WWW-Authenticate") == challenge))
            yield return Found($"These credentials are refused here and accepted afterwards at {later.Request!.Url!.AbsolutePath}, which asks for credentials with the same challenge.", Seen.Status(exchange), Seen.Response(exchange, "WWW-Authenticate"), Seen.Target(later), Seen.Status(later)) with { Certainty = Certainty.Likely };

        bool Accepts(Exchange other) => other.Status is >= 200 and < 300 && other.Request!.Url != request.Url && other.Request.Credentials.Any(shown => shown.Place == sent.Place && shown.Mark == sent.Mark);
    }
}
