using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class IssuedInFuture : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/issued-in-future",
        Severity.Warning,
        "A token of the future",
        "By the clock of the server it was not made yet. Some libraries refuse such tokens.",
        new("RFC 7519 §4.1.6"),
        Fault.IdentityProvider,
        "Set the clocks of issuer and server by the same time (NTP), and do not judge by iat.")
    {
        Explains = true,
    };

    private const int Leeway = 30;

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsRefused || token.Seconds("iat") is not { } made || ServerClock.Of(exchange) is not { IsServers: true } clock || made - clock.Seconds is not (> Leeway and var ahead))
            yield break;

        // nbf is commonly the same time, and forbids what iat only hints at.
        if (token.Seconds("nbf") is not { } start || start <= clock.Seconds)
            yield return FoundIn(token, Certainty.Likely, $"was made {TimeWords.Length(ahead)} after {clock.Name}: the issuer's clock is ahead of the server's.", [token.Claim("iat"), .. clock.Shown]) with { CallerFix = $"Send it again in {TimeWords.Length(ahead)}." };
    }
}
