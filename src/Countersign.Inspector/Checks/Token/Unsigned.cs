using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Unsigned : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/unsigned",
        Severity.Error,
        "A token that nobody signed",
        "Anybody could have written it, so that it proves nothing.",
        new("RFC 9068 §2.1", "MUST NOT"),
        Fault.Client,
        "Take tokens of the algorithms alone that you expect, and never none.")
    {
        CallerFix = "Send the token as its issuer gave it out, with its signature.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsJwt || !(token.Facts.IsUnsigned || token.Has(TokenFaultKind.AlgorithmNone)))
            yield break;
        var how = token.Has(TokenFaultKind.AlgorithmNone) ? "says that it is not signed (alg none)" : "has no signature: its third part is empty";
        var found = FoundIn(token, Certainty.Proved, $"{how}.", token.HeaderMember("alg"));

        // That it counted is shown only where the server asks those who show nothing.
        if (exchange.Status is >= 200 and < 300 && token.Presented is not null && Comparisons.Anonymous(exchange, view) is { IsChallenge: true } asked)
            yield return found with { Message = $"{token.Name} {how}, and the server let it in where it asks others for credentials.", Severity = Severity.Error, Certainty = Certainty.Likely, Fault = Fault.Origin, CallerFix = null, Explains = false, Evidence = [.. found.Evidence, Seen.Status(asked)] };
        else
            yield return found with { Changes = token.IsRefused ? [.. Another(token, view)] : [] };
    }
}
