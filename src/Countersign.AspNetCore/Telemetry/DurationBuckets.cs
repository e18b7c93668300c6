using System.Diagnostics;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>A histogram of durations with fixed bounds, from 10 microseconds (a cached decision) to seconds (a queued password check).</summary>
internal sealed class DurationBuckets(string route)
{
    /// <summary>The upper bounds in seconds, inclusive.</summary>
    public static double[] Bounds { get; } = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

    private static readonly long[] Limits = [.. Bounds.Select(bound => (long)(bound * Stopwatch.Frequency))];
    private readonly ShardedCounter[] _counts = [.. Enumerable.Range(0, Bounds.Length + 1).Select(_ => new ShardedCounter())];
    private readonly ShardedCounter _sum = new();

    public string Route => route;

    public double SumSeconds => (double)_sum.Value / Stopwatch.Frequency;

    public void Record(long elapsed)
    {
        var i = 0;
        while (i < Limits.Length && elapsed > Limits[i])
            i++;
        _counts[i].Add();
        _sum.Add(elapsed);
    }

    /// <summary>The counts bucket by bucket, the last without a bound; not cumulative.</summary>
    public long[] Counts() => [.. _counts.Select(count => count.Value)];
}
