using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class NoVisibleFault : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/no-visible-fault",
        Severity.Info,
        "Nothing in the token tells why it is refused",
        "Its times are right, and nothing else that can be seen is wrong. What can't be seen remains: it was revoked, or the server has other keys, another issuer or another audience in its configuration.",
        new("RFC 6750 §3.1"),
        Fault.Nobody,
        "Say why in error_description, or in the log of the server under a reference that the answer has.")
    {
        CallerFix = "Ask the issuer whether it is active (introspection), and compare iss, aud and kid with what the server expects.",
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token is not { IsJwt: true, IsSent: true } || exchange.Status != 401 || view.Said(exchange) is not { Kind: ReasonKind.None, Error: "invalid_token" } || ServerClock.Of(exchange) is not { } clock || token.Seconds("exp") is not { } end || end <= clock.Seconds)
            yield break;

        // That its key was not proved is to be seen: credentials/bound-as-bearer.
        if (token.Presented!.Is("Bearer") && token.Facts.Claims.TryGetValue("cnf", out var key) && key.ValueKind == JsonValueKind.Object && key.TryGetProperty("jkt", out _))
            yield break;
        if (TokenChecks.All.Where(check => check.Row.Explains).SelectMany(check => check.Judge(exchange, view)).Any(finding => finding.Explains && finding.Certainty != Certainty.NotDecided))
            yield break;
        yield return FoundIn(token, Certainty.NotDecided, $"shows nothing that is wrong: by {clock.Name} it counts for {TimeWords.Length(end - clock.Seconds)} more.", [token.Claim("exp"), .. clock.Shown]);
    }
}
