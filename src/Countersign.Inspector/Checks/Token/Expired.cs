using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Expired : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/expired",
        Severity.Error,
        "A token that has expired",
        "From the time in exp on nobody may take it.",
        new("RFC 7519 §4.1.4", "MUST NOT"),
        Fault.Client,
        "Give the client an error that it can act on: 401 with error=\"invalid_token\".")
    {
        CallerFix = "Get a new token.",
        Explains = true,
    };

    // Servers commonly take tokens for as much longer, for clocks that differ.
    private const int Leeway = 300;

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.Seconds("exp") is not { } end || ServerClock.Of(exchange) is not { } clock || clock.Seconds - end is not (>= 0 and var past))
            yield break;
        if (token.IsRefused)
        {
            var said = view.Said(exchange);
            var isSure = clock.IsServers && exchange.Status == 401 && said.Kind is ReasonKind.None or ReasonKind.Expired;
            yield return FoundIn(token, isSure ? Certainty.Proved : Certainty.Likely, past < 1 ? $"expired in the very second of {clock.Name}." : $"expired {TimeWords.Length(past)} before {clock.Name}.", [token.Claim("exp"), .. clock.Shown]) with { Changes = [.. Another(token, view)] };
        }
        else if (exchange.Status is >= 200 and < 300 && past > Leeway && clock.IsServers)
        {
            yield return FoundIn(token, Certainty.NotDecided, $"expired {TimeWords.Length(past)} before {clock.Name}, and the answer is {exchange.Status}: here the token is not looked at, or not its exp.", [token.Claim("exp"), .. clock.Shown]) with { Fault = Fault.Origin, CallerFix = null, OwnerFix = "If this is not for everybody, refuse tokens whose exp has passed." };
        }
    }
}
