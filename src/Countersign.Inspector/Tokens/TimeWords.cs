using System.Globalization;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>Says of moments where they lie, seen from the clocks.</summary>
internal static class TimeWords
{
    private static readonly (string Unit, long Seconds)[] Units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

    /// <summary>The moment, in UTC.</summary>
    public static string Of(NumericDate date)
    {
        if (date.ToTime() is { } time)
            return Of(time);
        return date.Seconds < 0 ? "a time before all calendars" : "a time beyond all calendars";
    }

    /// <inheritdoc cref="Of(NumericDate)"/>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The moment, and where it lies by each clock.</summary>
    /// <param name="date">The moment.</param>
    /// <param name="past">What is said once it has come, such as <c>expired {0} ago</c>.</param>
    /// <param name="future">What is said before, such as <c>expires in {0}</c>.</param>
    /// <param name="clocks">The clocks.</param>
    public static string Of(NumericDate date, string past, string future, TokenClocks clocks)
    {
        var here = $"{Of(date)}, {Seen(date, past, future, clocks.Here)}, by {clocks.Name}";
        return clocks.Server is { } server ? $"{here}; by the server's Date, {Seen(date, past, future, server)}" : here;
    }

    /// <summary>How far the server's clock is from this machine's.</summary>
    public static string Of(TimeSpan ahead)
    {
        // Dates are to a second, and the answer was on its way for some time.
        if (Math.Abs(ahead.TotalSeconds) < 2)
            return "the server's Date agrees with this machine's clock";
        return $"the server's Date is {Length((decimal)Math.Abs(ahead.TotalSeconds))} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's clock";
    }

    /// <summary>A length of time in its two largest units, <c>3 min 12 s</c>.</summary>
    public static string Length(decimal seconds)
    {
        var rest = decimal.Truncate(seconds);
        if (rest < 1)
            return "less than 1 s";
        if (rest > 100_000 * 365m * Units[0].Seconds)
            return "more than 100000 years";
        var words = new List<string>(2);
        foreach (var (unit, size) in Units)
        {
            var count = decimal.Truncate(rest / size);
            rest -= count * size;
            if (count > 0)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}"));
            else if (words.Count > 0)
                break;
            if (words.Count == 2)
                break;
        }

        return string.Join(' ', words);
    }

    private static string Seen(NumericDate date, string past, string future, DateTimeOffset clock)
    {
        var since = NumericDate.Of(clock).Seconds - date.Seconds;
        return string.Format(CultureInfo.InvariantCulture, since >= 0 ? past : future, Length(Math.Abs(since)));
    }
}
