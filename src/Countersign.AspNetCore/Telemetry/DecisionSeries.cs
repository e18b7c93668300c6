using System.Diagnostics;
using System.Diagnostics.Metrics;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Counts the decisions of one route, scheme and outcome; resolved once, added to by every request.</summary>
public sealed class DecisionSeries
{
    private readonly Histogram<double> _instrument;
    private readonly KeyValuePair<string, object?>[] _routeTag;

    internal DecisionSeries(string route, string? scheme, string outcome, Refusal? refusal, DurationBuckets durations, Histogram<double> instrument)
    {
        _instrument = instrument;
        _routeTag = [new("http.route", route)];
        (Route, Outcome, Refusal) = (route, outcome, refusal);
        Durations = durations;
        var tags = new List<KeyValuePair<string, object?>> { new("http.route", route), new("countersign.outcome", outcome) };
        if (scheme is not null)
            tags.Add(new("countersign.scheme", scheme));
        if (refusal is { } reason)
            tags.Add(new("error.type", reason.Row().Slug));
        Tags = [.. tags];
    }

    /// <summary>How many decisions were counted.</summary>
    public long Total => Count.Value;

    /// <summary>The route that it counts for.</summary>
    internal string Route { get; }

    /// <summary><c>admitted</c>, <c>challenged</c> or <c>refused</c>.</summary>
    internal string Outcome { get; }

    /// <summary>Why; null for admitted requests.</summary>
    internal Refusal? Refusal { get; }

    internal KeyValuePair<string, object?>[] Tags { get; }

    internal DurationBuckets Durations { get; }

    internal ShardedCounter Count { get; } = new();

    /// <summary>Counts one decision.</summary>
    public void Add() => Count.Add();

    /// <summary>Counts one decision and how long it took since a <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void Add(long startTimestamp)
    {
        Count.Add();
        var elapsed = Stopwatch.GetTimestamp() - startTimestamp;
        Durations.Record(elapsed);

        // Nobody listens but an OTLP exporter; /metrics reads the buckets.
        if (_instrument.Enabled)
            _instrument.Record((double)elapsed / Stopwatch.Frequency, _routeTag);
    }
}
