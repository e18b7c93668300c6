using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Flapping;

/// <summary>Values that are counts.</summary>
internal static class Count
{
    private const int Most = 1_000_000;

    /// <summary>What is wrong with one; null for nothing.</summary>
    public static string? FaultOf(string value, int most = Most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= most ? null : string.Create(CultureInfo.InvariantCulture, $"It is a number from 1 to {most}.");
}
