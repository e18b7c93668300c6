using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Content;

internal sealed class EmptyRefusal : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "content/empty-refusal",
        Severity.Info,
        "A refusal without a word",
        "What a 401 holds is shown to those who don't sign in. Without anything they see an empty page, or an error of their browser.",
        new("RFC 9110 §15.5.2"),
        Fault.Origin,
        "Send a line that says what is missing and where to get it.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // A content that the source does not show may be there: its length must say that it is not.
        if (exchange is not { Status: 401, Request: { } request, Response: { } response } || request.Method == "HEAD" || response.Fields.First("Content-Length") is not "0")
            yield break;

        // Steps of a handshake are seen by nobody.
        if (response.Fields.Joined("WWW-Authenticate") is { } challenge && (challenge.Contains("stale=true", StringComparison.OrdinalIgnoreCase) || challenge.StartsWith("Negotiate", StringComparison.OrdinalIgnoreCase) || challenge.StartsWith("NTLM", StringComparison.OrdinalIgnoreCase)))
            yield break;
        yield return Found("The 401 has no content.", Seen.Response(exchange, "Content-Length"));
    }
}
