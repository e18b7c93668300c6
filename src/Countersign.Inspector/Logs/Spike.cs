using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>A value of which a rise consists for a good part.</summary>
/// <param name="Dimension">What it is.</param>
/// <param name="Value">The value.</param>
/// <param name="Share">Which part of the rise is its own.</param>
/// <param name="Before">Which part of the refusals before were its own.</param>
internal sealed record SpikeCarrier(LogDimension Dimension, string Value, double Share, double Before);

/// <summary>A time with far more refusals than before.</summary>
internal sealed record Spike
{
    // A rise is one from three times as many on, and from so many that chance does not make them.
    private const int Least = 30;
    private const double Carries = 0.6;

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Refusals a minute.</summary>
    public required double Rate { get; init; }

    /// <summary>Refusals a minute in the time that it is compared with.</summary>
    public required double RateBefore { get; init; }

    /// <summary>Whether it is compared with the time after it: there is none before.</summary>
    public required bool IsAtBeginning { get; init; }

    /// <summary>The class of most of the rise, and which part.</summary>
    public required RefusalClass Class { get; init; }

    public required double ClassShare { get; init; }

    /// <summary>What carries the rise, what tells most first; empty where nothing does alone.</summary>
    public required IReadOnlyList<SpikeCarrier> Carriers { get; init; }

    public Certainty Certainty => Carriers.Count > 0 ? Certainty.Likely : Certainty.NotDecided;

    /// <summary>The greatest rise of a log; null where there is none to speak of.</summary>
    public static Spike? Of(LogCounts counts)
    {
        var slices = counts.Timeline.Slices;
        var last = slices.Length - 1;
        while (last >= 0 && slices[last] is null)
            last--;
        if (last < 2)
            return null;
        var refused = new long[last + 1];
        for (var at = 0; at <= last; at++)
            refused[at] = slices[at]?.Refused ?? 0;
        var usual = Median(refused);
        var peak = Array.IndexOf(refused, refused.Max());
        var rise = refused[peak] - usual;
        if (refused[peak] < 3 * usual || rise < Math.Max(Least, 6 * Math.Sqrt(usual)))
            return null;
        var (from, until) = (peak, peak + 1);
        while (from > 0 && refused[from - 1] - usual >= rise / 3.0)
            from--;
        while (until <= last && refused[until] - usual >= rise / 3.0)
            until++;
        return Of(counts.Timeline, refused, from, until);
    }

    private static Spike? Of(Timeline timeline, long[] refused, int from, int until)
    {
        var isAtBeginning = from == 0;
        var (otherFrom, otherUntil) = isAtBeginning ? (until, refused.Length) : (0, from);
        if (otherFrom == otherUntil)
            return null;
        var (within, other) = (Sum(timeline.Slices[from..until]), Sum(timeline.Slices[otherFrom..otherUntil]));
        var scale = (until - from) / (double)(otherUntil - otherFrom);
        var rise = within.Refused - (other.Refused * scale);
        if (rise <= 0)
            return null;
        var kind = Enum.GetValues<RefusalClass>().MaxBy(each => within.ByClass[(int)each] - (other.ByClass[(int)each] * scale));
        var minutes = timeline.Width / 60.0;
        return new Spike
        {
            From = DateTimeOffset.FromUnixTimeSeconds(timeline.Start + (from * timeline.Width)),
            Until = DateTimeOffset.FromUnixTimeSeconds(timeline.Start + (until * timeline.Width)),
            Rate = within.Refused / (minutes * (until - from)),
            RateBefore = other.Refused / (minutes * (otherUntil - otherFrom)),
            IsAtBeginning = isAtBeginning,
            Class = kind,
            ClassShare = Share(within.ByClass[(int)kind] - (other.ByClass[(int)kind] * scale), rise),
            Carriers = Carrying(within, other, scale, rise),
        };
    }

    // The narrowest that carries as much as any other: one address has one agent and asks for one area.
    private static List<SpikeCarrier> Carrying(TimeSlice within, TimeSlice other, double scale, double rise)
    {
        var found = new List<SpikeCarrier>();
        foreach (var dimension in Enum.GetValues<LogDimension>())
        {
            var before = other.Of(dimension);
            foreach (var (key, text, count) in within.Of(dimension).MostFrequent().Take(3))
            {
                var carrier = new SpikeCarrier(dimension, text, Share(count - (before.CountOf(key) * scale), rise), Share(before.CountOf(key), other.Refused));

                // What had as much before is where all happens, and tells nothing.
                if (carrier.Share >= Carries && carrier.Before <= carrier.Share * 0.7)
                    found.Add(carrier);
            }
        }

        var most = found.Count == 0 ? 0 : found.Max(each => each.Share);
        return [.. found.OrderBy(each => each.Share >= most - 0.1 ? 0 : 1).ThenBy(each => each.Dimension)];
    }

    private static TimeSlice Sum(ReadOnlySpan<TimeSlice?> slices)
    {
        var sum = new TimeSlice();
        foreach (var slice in slices)
        {
            if (slice is not null)
                sum.AddAll(slice);
        }

        return sum;
    }

    private static double Share(double part, double whole) => whole <= 0 ? 0 : Math.Clamp(part / whole, 0, 1);

    private static double Median(long[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
