using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class LongLived : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/long-lived",
        Severity.Info,
        "A token that counts for long",
        "What is stolen serves the thief for as long, and who lost a permission keeps it.",
        Requirement.Practice,
        Fault.IdentityProvider,
        "Let access tokens end within an hour, and renew them.");

    private const decimal Most = 30 * 86_400;

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.Seconds("exp") is { } end && (token.Seconds("iat") ?? token.Seconds("nbf")) is { } start && end - start is > Most and var life && IsFirst(token, view))
            yield return FoundIn(token, Certainty.Proved, $"counts for {TimeWords.Length(life)}.", token.Claim("exp"), token.Claim(token.Seconds("iat") is null ? "nbf" : "iat"));
    }
}
