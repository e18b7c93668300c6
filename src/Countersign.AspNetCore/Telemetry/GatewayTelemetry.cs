using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>The meter and activity source of a door, the gateway's unless it is named otherwise. Requests add to counters of its own, which listeners read when they want to.</summary>
public sealed class GatewayTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Countersign.Gateway";

    /// <summary>Beyond this many combinations the route is counted as <c>(other)</c>, so that reloads with ever new names stay bounded.</summary>
    internal const int MaxSeries = 20_000;

    private readonly ConcurrentDictionary<Key, DecisionSeries> _series = new();
    private readonly ConcurrentDictionary<string, DurationBuckets> _durations = new(StringComparer.Ordinal);
    private readonly Histogram<double> _duration;

    private readonly string _prefix;
    private volatile IDecisionObserver? _observer;

    /// <summary>The gateway's.</summary>
    public GatewayTelemetry()
        : this(Name, "countersign.gateway")
    {
    }

    /// <summary>That of another door.</summary>
    /// <param name="name">The name of the meter and of the activity source.</param>
    /// <param name="prefix">What the names of instruments begin with.</param>
    internal GatewayTelemetry(string name, string prefix)
    {
        _prefix = prefix;
        Meter = new Meter(name);
        Activities = new ActivitySource(name);
        Meter.CreateObservableCounter(
            prefix + ".decisions",
            () => _series.Values.Select(series => new Measurement<long>(series.Total, series.Tags)),
            "{decision}",
            "Decisions of the gate by route, scheme, outcome and reason.");
        _duration = Meter.CreateHistogram<double>(
            prefix + ".decision.duration",
            "s",
            "How long decisions took.",
            tags: null,
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets.Bounds });
    }

    /// <summary>The meter, for further instruments of the gateway.</summary>
    public Meter Meter { get; }

    /// <summary>The source of the gateway's spans.</summary>
    public ActivitySource Activities { get; }

    /// <summary>Who looks on; null for nobody, which costs a request one look at this.</summary>
    internal IDecisionObserver? Observer
    {
        get => _observer;
        set => _observer = value;
    }

    /// <summary>All counts, each of which only grows.</summary>
    internal IEnumerable<DecisionSeries> Series => _series.Values;

    internal IEnumerable<DurationBuckets> Durations => _durations.Values;

    internal Instrument DurationInstrument => _duration;

    /// <summary>The series of admitted requests of a route, to be resolved once and kept.</summary>
    public DecisionSeries Admitted(string route, string? scheme) => For(new(route, scheme, "admitted", null));

    /// <summary>The series of a refusal: <c>refused</c> with credentials, <c>challenged</c> without.</summary>
    public DecisionSeries Refused(string? route, string? scheme, Refusal refusal, bool credentialsPresented) =>
        For(new(route ?? "(none)", scheme, credentialsPresented || !Gate.IsChallenged(refusal) ? "refused" : "challenged", refusal));

    /// <summary>Counts what the journal dropped as <c>countersign.gateway.journal.dropped</c>.</summary>
    public void Observe(Journal journal) => ObserveDropped(_prefix + ".journal.dropped", () => journal.Dropped);

    /// <summary>Counts what the log dropped as <c>countersign.gateway.log.dropped</c>.</summary>
    public void Observe(JsonLog log) => ObserveDropped(_prefix + ".log.dropped", () => log.Dropped);

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        Activities.Dispose();
    }

    private void ObserveDropped(string name, Func<long> count) =>
        Meter.CreateObservableCounter(name, count, "{entry}", "Entries that could not be written in time and were dropped.");

    private DecisionSeries For(Key key)
    {
        if (_series.TryGetValue(key, out var series))
            return series;
        if (_series.Count >= MaxSeries)
            key = key with { Route = "(other)", Scheme = null };
        return _series.GetOrAdd(
            key,
            static (key, self) => new(key.Route, key.Scheme, key.Outcome, key.Refusal, self._durations.GetOrAdd(key.Route, static route => new(route)), self._duration),
            this);
    }

    private readonly record struct Key(string Route, string? Scheme, string Outcome, Refusal? Refusal);
}
