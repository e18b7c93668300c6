using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Opaque : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/opaque",
        Severity.Info,
        "A token that only its issuer can read",
        "What it says, and whether it still counts, can't be told from it.",
        new("RFC 7662 §2.1"),
        Fault.Nobody,
        "Say why in error_description; the server asked the issuer, or looked into its store.")
    {
        CallerFix = "Ask the issuer whether it is active (introspection), or get a new one.",
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.Facts.Shape is not (TokenShape.Opaque or TokenShape.Jwe) || !token.IsRefused || token.IsSent == false || view.Said(exchange) is not { Error: "invalid_token", Kind: ReasonKind.None } || (token.Presented is { } presented && SlipCheck.Gravest(presented) is not null))
            yield break;
        yield return FoundIn(token, Certainty.NotDecided, $"{(token.Facts.Shape == TokenShape.Jwe ? "is encrypted" : "is opaque")}: why it is refused only its issuer and the server know.") with { Fault = Fault.Nobody };
    }
}
