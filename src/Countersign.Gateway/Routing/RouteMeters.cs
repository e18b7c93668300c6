using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.Gateway.Routing;

/// <summary>The counters of a route, resolved once for each scheme: a request only adds.</summary>
internal sealed class RouteMeters
{
    private readonly string _route;
    private readonly GatewayTelemetry _telemetry;
    private readonly Meter _anonymous;
    private readonly ImmutableArray<Meter> _meters;

    public RouteMeters(string route, ImmutableArray<IAuthScheme> schemes, GatewayTelemetry telemetry, SqliteJournal? journal)
    {
        (_route, _telemetry) = (route, telemetry);
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
        var meter = MeterOf(scheme);
        meter.Series.Add(started);
        meter.Counter?.Add();
    }

    /// <summary>The series of a refusal, made when it first occurs.</summary>
    public DecisionSeries Refused(IAuthScheme? scheme, Refusal refusal, bool credentialsPresented)
    {
        var known = MeterOf(scheme).Refused;
        var place = (2 * (int)refusal) + (credentialsPresented ? 1 : 0);
        return known[place] ??= _telemetry.Refused(_route, scheme?.Id, refusal, credentialsPresented);
    }

    private Meter MeterOf(IAuthScheme? scheme)
    {
        foreach (var candidate in _meters)
        {
            if (ReferenceEquals(candidate.Scheme, scheme))
                return candidate;
        }

        return _anonymous;
    }

    private sealed class Meter(IAuthScheme? scheme, DecisionSeries series, AdmittedCounter? counter)
    {
        private DecisionSeries?[]? _refused;

        public IAuthScheme? Scheme => scheme;

        public DecisionSeries Series => series;

        public AdmittedCounter? Counter => counter;

        /// <summary>By refusal, without and with credentials; most routes refuse for few reasons and many never.</summary>
        public DecisionSeries?[] Refused => _refused ??= new DecisionSeries?[2 * Enum.GetValues<Refusal>().Length];
    }
}
