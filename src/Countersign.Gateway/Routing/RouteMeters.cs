using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.Gateway.Routing;

/// <summary>The counters of a route's admitted requests, resolved once for each scheme: a request only adds.</summary>
internal sealed class RouteMeters
{
    private readonly Meter _anonymous;
    private readonly ImmutableArray<Meter> _meters;

    public RouteMeters(string route, ImmutableArray<IAuthScheme> schemes, GatewayTelemetry telemetry, SqliteJournal? journal)
    {
        _anonymous = MeterFor(null);
        _meters = [.. schemes.Select(MeterFor)];

        Meter MeterFor(IAuthScheme? scheme) => new(
            scheme,
            telemetry.Admitted(route, scheme?.Id),
            journal?.CounterFor(route, scheme is null ? "anonymous" : scheme.Name == "ApiKey" ? "key" : "user"));
    }

    /// <summary>Counts a request, and how long its decision took since a <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void Admitted(IAuthScheme? scheme, long started)
    {
        var meter = _anonymous;
        foreach (var candidate in _meters)
        {
            if (ReferenceEquals(candidate.Scheme, scheme))
                meter = candidate;
        }

        meter.Series.Add(started);
        meter.Counter?.Add();
    }

    private sealed record Meter(IAuthScheme? Scheme, DecisionSeries Series, AdmittedCounter? Counter);
}
