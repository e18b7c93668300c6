using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class ExpiredEarly : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/expired-early",
        Severity.Warning,
        "A token called expired before its time",
        "By the clock that the server shows the token still counts. Another machine behind the same address has another time, or what expired is not the token but something behind it, such as a session.",
        new("RFC 7519 §4.1.4"),
        Fault.Origin,
        "Compare the clocks of all machines that judge tokens, and what else can expire with them.")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (exchange.Status == 401 && token.IsSent == true && token.Seconds("exp") is { } end && ServerClock.Of(exchange) is { IsServers: true } clock && end - clock.Seconds is > 0 and var left && view.Said(exchange) is { Kind: ReasonKind.Expired } said)
            yield return FoundIn(token, Certainty.Likely, $"is called expired, and by the server's own Date it counts for {TimeWords.Length(left)} more.", [token.Claim("exp"), .. clock.Shown, .. said.Shown]);
    }
}
