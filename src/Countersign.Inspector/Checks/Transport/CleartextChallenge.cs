using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class CleartextChallenge : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "transport/cleartext-challenge",
        Severity.Error,
        "Credentials asked for without TLS",
        "Who answers the challenge sends a password or token that everybody on the way can read.",
        new("RFC 9110 §17.16.1"),
        Fault.Origin,
        "Redirect http to https before anything is asked for, and send Strict-Transport-Security over https.")
    {
        CallerFix = "Use https; don't answer this challenge.",
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Where credentials were sent already, that is what is said.
        if (!Is(exchange) || view.Before(exchange).Any(other => Is(other) || CleartextCredentials.Is(other)))
            yield break;
        yield return Found($"{exchange.Request!.Url!.Host} asks over http for {Readable(exchange)} credentials.", Seen.Target(exchange), Seen.Response(exchange, "WWW-Authenticate"));
    }

    private static bool Is(Exchange exchange) =>
        exchange is { Status: 401, Request.IsCleartext: true } && !Callers.IsLoopback(exchange.Request.Url) && !CleartextCredentials.Is(exchange) && Readable(exchange) is not null;

    private static string? Readable(Exchange exchange) =>
        exchange.Response!.Fields.Challenges("WWW-Authenticate")?.Challenges.Select(challenge => challenge.Scheme).FirstOrDefault(scheme => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));
}
