using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class InTime : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/in-time",
        Severity.Good,
        "The times of the token are right",
        "By the clock of the server it counts: the reason is another one.",
        new("RFC 7519 §4.1.4"),
        Fault.Nobody,
        "");

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token is { IsJwt: true, IsRefused: true } && token.Seconds("exp") is { } end && ServerClock.Of(exchange) is { IsServers: true } clock && end > clock.Seconds && !(token.Seconds("nbf") > clock.Seconds) && !(token.Seconds("iat") > clock.Seconds))
            yield return FoundIn(token, Certainty.Proved, $"counts by the server's Date, for {TimeWords.Length(end - clock.Seconds)} more.", [token.Claim("exp"), .. clock.Shown]);
    }
}
