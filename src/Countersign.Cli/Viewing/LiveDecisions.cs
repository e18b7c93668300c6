using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>
/// The decisions of a gateway. Counts are the gateway's own, read when somebody looks and at every step: requests pay nothing for them. It sees each decision only
/// while somebody looks.
/// </summary>
internal sealed class LiveDecisions : ILiveDecisions, IDecisionObserver, IDisposable
{
    private const int Steps = 60;
    private const int MostRemembered = 500;

    // Who reloads a page looks on between the reloads.
    private static readonly TimeSpan Interest = TimeSpan.FromMinutes(1);

    private readonly GatewayTelemetry _telemetry;
    private readonly Journal _journal;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationToken _end;
    private readonly Lock _gate = new();
    private readonly Queue<Dictionary<Kind, long>> _marks = new();
    private readonly Queue<SeenDecision> _admitted = new();
    private ImmutableArray<DecisionWatch> _watches = [];
    private long? _lookedAt;

    /// <summary>Begins to count steps.</summary>
    /// <param name="telemetry">The gateway's counts.</param>
    /// <param name="journal">Remembers refusals.</param>
    /// <param name="clock">The clock.</param>
    public LiveDecisions(GatewayTelemetry telemetry, Journal journal, TimeProvider clock)
    {
        (_telemetry, _journal, _clock, _end) = (telemetry, journal, clock, _over.Token);
        _marks.Enqueue(Totals());
        _timer = clock.CreateTimer(_ => Mark(), null, Step, Step);
    }

    /// <inheritdoc/>
    public TimeSpan Step { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IReadOnlyList<DecisionCount> Counts()
    {
        lock (_gate)
        {
            var now = Totals();
            Dictionary<Kind, long>[] marks = [.. _marks, now];
            return [.. now.OrderBy(each => each.Key.Outcome).ThenByDescending(each => each.Value).ThenBy(each => each.Key.Reason)
                .Select(each => new DecisionCount(each.Key.Outcome, each.Key.Reason?.Row().Slug, each.Value, RecentOf(each.Key, marks)))];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SeenDecision> Newest(DecisionFilter filter, int most)
    {
        List<SeenDecision> admitted;
        lock (_gate)
        {
            _lookedAt = _clock.GetTimestamp();
            Attend();
            admitted = [.. _admitted];
        }

        return [.. _journal.Recent().Select(Seen).Concat(admitted).Where(filter.Takes).OrderByDescending(decision => decision.Time).Take(most)];
    }

    /// <inheritdoc/>
    public IDecisionWatch Watch(DecisionFilter filter, int most)
    {
        var watch = new DecisionWatch(filter, most, Leave, _end);
        lock (_gate)
        {
            _watches = _watches.Add(watch);
            Attend();
        }

        return watch;
    }

    /// <inheritdoc/>
    public void Admitted(string route, string? scheme, string? subject, HttpRequestFacts facts)
    {
        var decision = new SeenDecision(_clock.GetUtcNow(), DecisionOutcome.Admitted)
        {
            Route = route,
            Scheme = scheme,
            Subject = subject,
            Client = PeerNames.Of(facts.ClientAddress),
            Method = PeerText.Method(facts.Method),
            Host = PeerText.Authority(facts.Authority),
            Path = PeerText.Path(JournalEntries.PathOf(facts)),
        };
        lock (_gate)
        {
            _admitted.Enqueue(decision);
            if (_admitted.Count > MostRemembered)
                _admitted.Dequeue();
        }

        Tell(decision);
    }

    /// <inheritdoc/>
    public void Refused(JournalEntry entry) => Tell(Seen(entry));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_over.IsCancellationRequested)
                return;
            _telemetry.Observer = null;
            _timer.Dispose();
            _over.Cancel();
        }

        _over.Dispose();
    }

    private static SeenDecision Seen(JournalEntry entry) => new(entry.Time, entry.IsPlainChallenge ? DecisionOutcome.Challenged : DecisionOutcome.Refused)
    {
        Reason = entry.Refusal.Row().Slug,
        Status = entry.Status,
        Route = entry.Route,
        Scheme = entry.Scheme,
        Subject = entry.Subject,
        Client = entry.ClientAddress,
        Method = entry.Method,
        Host = entry.Authority,
        Path = entry.Path,
        Reference = entry.Reference,
    };

    private static ImmutableArray<long> RecentOf(Kind kind, Dictionary<Kind, long>[] marks)
    {
        var recent = new long[Steps];
        for (var at = 1; at < marks.Length; at++)
            recent[Steps - marks.Length + at] = marks[at].GetValueOrDefault(kind) - marks[at - 1].GetValueOrDefault(kind);
        return [.. recent];
    }

    private void Tell(SeenDecision decision)
    {
        foreach (var watch in _watches)
            watch.Note(decision);
    }

    private void Leave(DecisionWatch watch)
    {
        lock (_gate)
            _watches = _watches.Remove(watch);
    }

    private void Mark()
    {
        lock (_gate)
        {
            _marks.Enqueue(Totals());
            if (_marks.Count > Steps)
                _marks.Dequeue();
            if (_lookedAt is { } at && _clock.GetElapsedTime(at) >= Interest)
                _lookedAt = null;
            Attend();
        }
    }

    private void Attend()
    {
        if (_over.IsCancellationRequested)
            return;
        var isWatched = !_watches.IsEmpty || _lookedAt is not null;
        _telemetry.Observer = isWatched ? this : null;
        if (!isWatched)
            _admitted.Clear();
    }

    private Dictionary<Kind, long> Totals()
    {
        var totals = new Dictionary<Kind, long>();
        foreach (var series in _telemetry.Series)
        {
            var outcome = series.Outcome switch { "admitted" => DecisionOutcome.Admitted, "challenged" => DecisionOutcome.Challenged, _ => DecisionOutcome.Refused };
            var kind = new Kind(outcome, series.Refusal);
            totals[kind] = totals.GetValueOrDefault(kind) + series.Total;
        }

        return totals;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Kind(DecisionOutcome Outcome, Refusal? Reason);
}
