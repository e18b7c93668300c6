using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class ClockDifference : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/clock-difference",
        Severity.Warning,
        "Two clocks that differ, and a token between them",
        "By one of the clocks the token counts, and by the other it does not.",
        new("RFC 9110 §6.6.1"),
        Fault.Nobody,
        "Set the clock of the server by NTP, and allow a minute of difference when tokens are judged.")
    {
        CallerFix = "Set the clock of this machine by NTP.",
    };

    private const int Most = 30;

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (!token.IsRefused || exchange.StartedAt is not { } started || ServerClock.OfServer(exchange) is not { } server || view.Recording.Omits(Omissions.Times))
            yield break;
        var here = started + (exchange.Duration ?? TimeSpan.Zero);
        if (Math.Abs((server - here).TotalSeconds) <= Most || Told(token, NumericDate.Of(server).Seconds, NumericDate.Of(here).Seconds) is not { } words)
            yield break;
        var difference = TimeWords.Length((decimal)Math.Abs((server - here).TotalSeconds));
        yield return FoundIn(token, Certainty.Likely, $"{words}: the server's clock is {difference} {(server > here ? "ahead of" : "behind")} that of who recorded. The difference alone explains it.", Seen.Response(exchange, "Date"));
    }

    private static string? Told(SeenToken token, decimal server, decimal here)
    {
        if (token.Seconds("exp") is { } end && end <= server && end > here)
            return "expired by the server's clock only";
        if (token.Seconds("nbf") is { } start && start > server && start <= here)
            return "does not count yet by the server's clock only";
        return token.Seconds("iat") is { } made && made > server && made <= here ? "was not made yet by the server's clock only" : null;
    }
}
