using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Clocks;

/// <summary>Values that are differences of time, in seconds.</summary>
internal static class Seconds
{
    private const int Most = 100_000_000;

    /// <summary>What is wrong with one; null for nothing.</summary>
    public static string? FaultOf(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is >= -Most and <= Most ? null : string.Create(CultureInfo.InvariantCulture, $"It is a number of seconds from {-Most} to {Most}.");

    /// <summary>The difference.</summary>
    public static TimeSpan Of(string value) => TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture));
}
