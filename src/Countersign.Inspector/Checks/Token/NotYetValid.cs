using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class NotYetValid : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/not-yet-valid",
        Severity.Error,
        "A token that does not count yet",
        "Before the time in nbf nobody may take it. As issuers write their own time there, the clocks of issuer and server differ.",
        new("RFC 7519 §4.1.5", "MUST NOT"),
        Fault.IdentityProvider,
        "Set the clocks of issuer and server by the same time (NTP), and allow a minute of difference.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsRefused || token.Seconds("nbf") is not { } start || ServerClock.Of(exchange) is not { } clock || start - clock.Seconds is not (>= 1 and var wait))
            yield break;
        var isSure = clock.IsServers && exchange.Status == 401 && view.Said(exchange).Kind is ReasonKind.None or ReasonKind.NotYetValid;
        yield return FoundIn(token, isSure ? Certainty.Proved : Certainty.Likely, $"counts only from {TimeWords.Length(wait)} after {clock.Name}.", [token.Claim("nbf"), .. clock.Shown]) with { CallerFix = $"Send it again in {TimeWords.Length(wait)}." };
    }
}
