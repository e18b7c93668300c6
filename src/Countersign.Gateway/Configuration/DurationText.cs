using System.Globalization;

namespace Countersign.Gateway.Configuration;

/// <summary>Durations as people write them, in files and on the command line.</summary>
public static class DurationText
{
    private const int LongestDays = 3650;

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>A whole number and one unit: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>12h</c>, <c>30d</c>; null unless more than nothing and at most ten years.</summary>
    public static TimeSpan? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count > 0 && count * length.TotalDays <= LongestDays)
            {
                return count * length;
            }
        }

        return null;
    }
}
