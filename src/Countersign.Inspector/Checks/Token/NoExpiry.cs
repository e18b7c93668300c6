using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class NoExpiry : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/no-expiry",
        Severity.Info,
        "A token that never ends",
        "Who gets hold of it has it for ever. Some libraries refuse such tokens.",
        new("RFC 9068 §2.2", "REQUIRED"),
        Fault.IdentityProvider,
        "Give tokens an exp of minutes or hours.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || token.Facts.Claims.ContainsKey("exp") || token.Type == "at+jwt")
            yield break;
        if (token.IsRefused && view.Said(exchange) is { Kind: ReasonKind.NoExpiry } said)
            yield return FoundIn(token, Certainty.Proved, "has no exp, and the server wants one.", said.Shown) with { Severity = Severity.Error, Changes = [.. Another(token, view)] };
        else if (IsFirst(token, view))
            yield return FoundIn(token, Certainty.Proved, "has no exp: it never ends.") with { Explains = false };
    }
}
