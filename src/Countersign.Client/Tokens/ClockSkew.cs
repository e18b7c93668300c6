using System.Globalization;

namespace Countersign.Client.Tokens;

/// <summary>Finds out of the Date fields of answers whether two servers disagree on the time, so that a token of one counts at the other too late or too short.</summary>
internal static class ClockSkew
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(30);

    /// <summary>How far a server's clock is before this one's; null where it does not tell.</summary>
    public static TimeSpan? Ahead(DateTimeOffset? date, TimeProvider clock) => date - clock.GetUtcNow();

    public static bool IsLarge(TimeSpan skew) => skew.Duration() > Tolerable;

    /// <summary>What to say of two servers' clocks; empty for nothing. Where only one tells, it is compared with this one.</summary>
    public static string Words(TimeSpan? giverAhead, TimeSpan? takerAhead)
    {
        if (takerAhead is not { } taker)
            return "";
        var skew = taker - (giverAhead ?? TimeSpan.Zero);
        if (!IsLarge(skew))
            return "";
        var seconds = skew.Duration().TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return $" The server's clock is {seconds} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} {(giverAhead is null ? "this one" : "that of the token endpoint")}: it may take the token for {(skew > TimeSpan.Zero ? "ended" : "not yet begun")}.";
    }
}
