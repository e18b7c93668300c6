using System.CommandLine;
using System.Globalization;
using Countersign.Gateway.Configuration;
using Countersign.Inspector.Exchanges;

namespace Countersign.Cli.Commands;

/// <summary>Moments and lengths of time on the command line.</summary>
internal static class TimeOptions
{
    /// <summary>An option for a length of time such as 5m; a sign counts back.</summary>
    public static Option<string?> Length(string name, string description, bool mayBeNegative = false) =>
        new Option<string?>(name) { Description = description, HelpName = "TIME" }.Checked(text => LengthOf(text) is { } length && (mayBeNegative || length >= TimeSpan.Zero)
            ? null
            : $"'{text}' is no length of time up to ten years; write 30d, 12h, 45m or 0s.");

    /// <summary>The length that an option gives, with its sign.</summary>
    public static TimeSpan? LengthOf(string? text) => text switch
    {
        null => null,
        "0s" => TimeSpan.Zero,
        ['-', .. var length] => -DurationText.Read(length),
        _ => DurationText.Read(text),
    };

    /// <summary>A moment: ISO 8601, an HTTP-date, or the seconds that tokens have. None of the calendar's last year: what is kept for a while from then on would end behind it.</summary>
    public static DateTimeOffset? MomentOf(string text) => Read(text) is { UtcDateTime.Year: < 9999 } time ? time : null;

    private static DateTimeOffset? Read(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : HttpDate.Read(text);
    }
}
