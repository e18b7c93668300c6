using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Signature : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/signature",
        Severity.Error,
        "The signature does not fit",
        "The token was changed or cut, or another key signed it than the one that the server has: that of another environment or issuer.",
        new("RFC 7515 §5.2", "MUST"),
        Fault.Client,
        "Check that issuer, keys and algorithm are those of this environment.")
    {
        CallerFix = "Get a new token from the issuer of this environment, and send it whole.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsJwt && token.IsRefused && view.Said(exchange) is { Kind: ReasonKind.Signature } said)
            yield return FoundIn(token, Certainty.Proved, $"is refused for its signature{(token.Text("iss") is { } issuer ? $"; it says that it is from {JsonWords.Shown(issuer)}" : "")}.", [token.HeaderMember("alg"), .. said.Shown]) with { Changes = [.. Another(token, view)] };
    }
}
