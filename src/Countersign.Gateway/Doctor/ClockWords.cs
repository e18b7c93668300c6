using System.Globalization;

namespace Countersign.Gateway.Doctor;

/// <summary>How far another clock is off, and what that means.</summary>
internal static class ClockWords
{
    /// <summary>A code of an authenticator app counts for about so long.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Some = TimeSpan.FromSeconds(5);

    /// <summary>How far a clock is before ours; nothing while its word may have been said at the same time. It counts whole seconds.</summary>
    /// <param name="said">What it said.</param>
    /// <param name="sent">When it was asked.</param>
    /// <param name="took">How long that took.</param>
    public static TimeSpan SkewOf(DateTimeOffset said, DateTimeOffset sent, TimeSpan took)
    {
        var (earliest, latest) = (sent - TimeSpan.FromSeconds(1), sent + took);
        if (said < earliest)
            return said - earliest;
        return said > latest ? said - latest : TimeSpan.Zero;
    }

    public static Finding Judge(CheckRow row, string whose, TimeSpan skew, TimeSpan took)
    {
        var found = skew.Duration() < Some
            ? string.Create(CultureInfo.InvariantCulture, $"The clock of {whose} agrees with this machine's (asked in {took.TotalMilliseconds:F0} ms).")
            : string.Create(CultureInfo.InvariantCulture, $"The clock of {whose} is {skew.Duration().TotalSeconds:F0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} this machine's.");
        if (skew.Duration() < Some)
            return row.Ok(found);
        const string Mend = "Let both keep time by NTP (`timedatectl`), the one that is wrong first.";
        return skew.Duration() < Most ? row.Warning(found, Mend) : row.Fault(found, Mend);
    }
}
