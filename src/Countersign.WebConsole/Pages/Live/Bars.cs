using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.WebConsole.Pages.Live;

/// <summary>Counts as bars, drawn alike by the server and by the page's module.</summary>
internal static class Bars
{
    private const int Height = 40;

    /// <summary>The path of the bars, in a box that is five units wide for each and 40 high.</summary>
    public static string PathOf(ImmutableArray<long> counts)
    {
        var most = counts.DefaultIfEmpty().Max();
        var path = new StringBuilder();
        for (var at = 0; at < counts.Length; at++)
        {
            if (counts[at] > 0)
                path.Append(CultureInfo.InvariantCulture, $"M{5 * at} {Height}v-{Math.Max(1, Height * counts[at] / most)}h4V{Height}z");
        }

        return path.ToString();
    }

    /// <summary>The same in words.</summary>
    /// <param name="what">What was counted.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="step">How long each lasts.</param>
    public static string WordsFor(string what, ImmutableArray<long> counts, TimeSpan step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} in the last {(step * counts.Length).TotalMinutes:0} minutes: {counts.Sum():N0}, at most {counts.DefaultIfEmpty().Max():N0} in {step.TotalSeconds:0} seconds");
}
