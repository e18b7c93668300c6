using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed class ForbiddenWithoutCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "status/forbidden-without-credentials",
        Severity.Warning,
        "403 where credentials get in",
        "403 says that asking again is of no use, and has no challenge. Clients that wait to be asked, as browsers do, never get in.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge while credentials are missing; keep 403 for those who are known.")
    {
        Remedy = Remedy.Challenge,
        CallerFix = "Send credentials without being asked.",
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Where it is told to be about something else, credentials are not what was missing.
        if (exchange is { Status: 403, Response: { } response } && !view.Subject(exchange).IsApartFromCredentials && !response.Fields.Has("WWW-Authenticate") && Comparisons.LetIn(exchange, view) is { } other)
            yield return Found($"Without credentials the answer is 403 and has no challenge; with {other.Request!.Credentials[0].Name} the same request is answered {other.Status}.", Seen.Status(exchange), Seen.Status(other)) with { Certainty = Certainty.Likely, Changes = [.. Comparisons.Credentials(other)] };
    }
}
