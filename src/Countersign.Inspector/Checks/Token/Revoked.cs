using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Revoked : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/revoked",
        Severity.Error,
        "The token was revoked",
        "The issuer says that it counts no more, whatever its exp says.",
        new("RFC 7662 §2.2"),
        Fault.Client,
        "")
    {
        CallerFix = "Get a new token; if that is refused as well, sign in again.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsRefused && view.Said(exchange) is { Kind: ReasonKind.Revoked } said)
            yield return FoundIn(token, Certainty.Proved, "is active no more, as the server says.", said.Shown) with { Changes = [.. Another(token, view)] };
    }
}
