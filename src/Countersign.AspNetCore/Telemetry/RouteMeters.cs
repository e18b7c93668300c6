using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>The counters of a route, resolved once for each scheme: a request only adds.</summary>
internal sealed class RouteMeters
{
    private readonly string _route;
    private readonly GatewayTelemetry _telemetry;
    private readonly Journal? _journal;
    private readonly Meter _anonymous;
    private readonly ImmutableArray<Meter> _meters;

    public RouteMeters(string route, ImmutableArray<IAuthScheme> schemes, GatewayTelemetry telemetry, Journal? journal)
    {
        (_route, _telemetry, _journal) = (route, telemetry, journal);
        _anonymous = MeterFor(null);
        _meters = [.. schemes.Select(MeterFor)];

        Meter MeterFor(IAuthScheme? scheme) => new(scheme, telemetry.Admitted(route, scheme?.Id));
    }

    /// <summary>Counts a request, and how long its decision took since a <see cref="Stopwatch.GetTimestamp"/>.</summary>
    /// <param name="scheme">The scheme that admitted it; null when none was asked.</param>
    /// <param name="subject">Whom it admitted; null for anybody.</param>
    /// <param name="facts">The request, for whoever looks on.</param>
    /// <param name="started">When the request came.</param>
    public void Admitted(IAuthScheme? scheme, Subject? subject, HttpRequestFacts facts, long started)
    {
        var meter = MeterOf(scheme);
        meter.Series.Add(started);
        _telemetry.Observer?.Admitted(_route, scheme?.Id, subject?.Name, facts);
        if (_journal is null)
            return;

        // A scheme has subjects of one kind, as a rule: its counter is at hand.
        var kind = subject?.Kind ?? "anonymous";
        if (meter.Counter is not { } counter || counter.SubjectKind != kind)
            meter.Counter = counter = _journal.CounterFor(_route, kind);
        counter.Add();
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

    private sealed class Meter(IAuthScheme? scheme, DecisionSeries series)
    {
        private DecisionSeries?[]? _refused;

        public IAuthScheme? Scheme => scheme;

        public DecisionSeries Series => series;

        /// <summary>The one that was counted in last.</summary>
        public AdmittedCounter? Counter { get; set; }

        /// <summary>By refusal, without and with credentials; most routes refuse for few reasons and many never.</summary>
        public DecisionSeries?[] Refused => _refused ??= new DecisionSeries?[2 * Enum.GetValues<Refusal>().Length];
    }
}
