using System.Collections.Frozen;
using System.Data.Common;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Dapper;

namespace Countersign.AspNetCore.Sessions;

/// <summary>
/// The sessions of people. Those in use are judged from memory; what ends anywhere is over here within a second, and a user's groups are asked of the store's
/// users at every request.
/// </summary>
internal sealed class SessionStore : ISessions, IDisposable
{
    private const int Most = 50_000;

    /// <summary>How long facts from memory are used before they are read anew; ends are told of for longer.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly Store _store;
    private readonly UserStore _users;
    private readonly SessionJudge _judge;
    private readonly TimeProvider _time;
    private readonly SessionMemory _memory;
    private readonly SessionReader _reader;
    private readonly SessionUses _uses;
    private readonly SessionUpkeep? _upkeep;

    /// <param name="store">Where the sessions are.</param>
    /// <param name="users">The users of the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="most">How many sessions are kept in memory.</param>
    public SessionStore(Store store, UserStore users, TimeProvider? time = null, int most = Most)
    {
        _store = store;
        _users = users;
        _time = time ?? TimeProvider.System;
        _judge = new(users);
        _memory = new(most);
        _reader = new(store, _time);
        _uses = new(store);
        Shortened = new(store);
        store.Watching("session_ends", Reload);
        if (!store.IsReadOnly)
            _upkeep = new(this, _time);
    }

    /// <summary>How long sessions last, as the configuration in force says.</summary>
    public SessionTerms Terms
    {
        get => _judge.Terms;
        set => Shortened.Apply(_judge.Terms = value, _memory, Now());
    }

    /// <summary>By which terms sessions end sooner than they were to.</summary>
    internal ShortenedTerms Shortened { get; }

    /// <summary>How many sessions are in memory.</summary>
    internal int Remembered => _memory.Count;

    /// <summary>How long a use is left unwritten at most: a minute, or a tenth of the idle time where that is shorter.</summary>
    internal TimeSpan Pace => TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, Terms.Idle.Ticks / 10));

    /// <summary>Begins a session in the place of what the browser presented, if anything. It is on the disk when this returns.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written, and nothing has changed.</exception>
    public Task<NewSession> BeginAsync(SignedIn who, SessionOrigin origin, CancellationToken cancel, string? presented = null)
    {
        StorableText.Demand(who.Texts);
        var former = new byte[32];
        return Task.Run(() => Begin(who, origin, SessionId.TryHash(presented, former) ? former : null), cancel);
    }

    /// <inheritdoc/>
    public ValueTask<SessionCheck> FindAsync(string presented, CancellationToken cancel)
    {
        Span<byte> hash = stackalloc byte[32];
        if (!SessionId.TryHash(presented, hash))
            return ValueTask.FromResult(new SessionCheck(SessionOutcome.Unreadable, null, "The cookie's value is not in the form of a session's id."));
        if (!IsReliable())
            return ValueTask.FromResult(Unavailable());

        var known = _memory.Find(hash);
        if (known is null || IsOld(known))
            return FindAnewAsync(hash.ToArray(), known, cancel);
        var check = Judged(known);

        // Another gateway may have seen a use, or another program have made the user, a moment ago.
        return check.Outcome == SessionOutcome.Idle || (check.Outcome == SessionOutcome.Revoked && known.End == SessionEnd.None)
            ? FindAnewAsync(hash.ToArray(), known, cancel)
            : ValueTask.FromResult(check);
    }

    /// <inheritdoc/>
    public SessionCheck? Recall(string presented)
    {
        Span<byte> hash = stackalloc byte[32];
        if (!SessionId.TryHash(presented, hash) || !IsReliable() || _memory.Find(hash) is not { } known || IsOld(known))
            return null;
        var check = Judged(known);
        return check.Outcome == SessionOutcome.Good ? check : null;
    }

    /// <summary>Signs out: ends the session of a presented id, with all that go back to the same sign-in.</summary>
    /// <returns>Its handle, or that of one that began with it; null when there is none, or all had ended.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public async Task<string?> EndAsync(string presented, CancellationToken cancel)
    {
        var hash = new byte[32];
        if (!SessionId.TryHash(presented, hash))
            return null;
        var ended = await EndAllAsync(SessionEnd.SignedOut, SessionFamily.OfPresented, new { Hash = hash }, cancel);
        return _memory.Find(hash) is { } own && ended.Contains(own.Handle) ? own.Handle : ended.FirstOrDefault();
    }

    /// <summary>Ends a session by its handle, with all that go back to the same sign-in; false when there is none, or all had ended.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public async Task<bool> RevokeAsync(string handle, CancellationToken cancel, SessionEnd end = SessionEnd.Revoked) =>
        StorableText.Is(handle) && (await EndAllAsync(end, SessionFamily.OfSameSignIn, new { Handle = handle }, cancel)).Count > 0;

    /// <summary>Has what a provider says of a person by now count in a session and those that began by it: here at once, at other gateways when they read it anew.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public Task DescribeAsync(string handle, Subject person) => Task.Run(() =>
    {
        var snapshot = SubjectSnapshot.Write(person);
        _store.Write((connection, transaction) => SessionRow.Describe(connection, transaction, handle, snapshot));
        _memory.Describe(handle, snapshot, Now());
    });

    /// <summary>Ends what a provider says is over: one of its sessions, or all of one of its persons.</summary>
    /// <param name="provider">The provider's name in the configuration.</param>
    /// <param name="session">The session there (<c>sid</c>); null for all of the person.</param>
    /// <param name="subject">The person there (<c>sub</c>); null for whoever it is.</param>
    /// <param name="cancel">Breaks off before it began.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public async Task<int> RevokeOfProviderAsync(string provider, string? session, string? subject, CancellationToken cancel)
    {
        if ((session is null && subject is null) || !StorableText.Is(session) || !StorableText.Is(subject))
            return 0;
        var condition = "provider = @Provider" + (session is null ? "" : " AND provider_session = @Session") + (subject is null ? "" : " AND provider_subject = @Subject");
        return (await EndAllAsync(SessionEnd.Provider, condition, new { Provider = provider, Session = session, Subject = subject }, cancel)).Count;
    }

    /// <summary>The sessions of a person that are not over, the latest first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<IReadOnlyList<SessionRecord>> ListAsync(string name, string? provider, CancellationToken cancel) =>
        ListAsync("name = @Name AND coalesce(provider, '') = @Provider", new { Name = name, Provider = provider ?? "" }, cancel);

    /// <summary>The sessions of the person who has one with this handle, that are not over, the latest first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<IReadOnlyList<SessionRecord>> ListOfSameAsync(string handle, CancellationToken cancel) =>
        ListAsync(SessionRow.OfSamePerson, new { Handle = handle }, cancel);

    /// <summary>What was proven for a session, to begin another one of the same person by; null when it is over.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<SignedIn?> SignedInOfAsync(string handle, CancellationToken cancel) => Task.Run(
        () => _store.Read("sessions", connection => SessionRow.Open(connection, "handle = @Handle", new { Handle = handle }).FirstOrDefault()) is { } row
            && Now() < _judge.EndOf(row) && !_judge.IsUserGone(row) ? row.ToSignedIn(_judge.EndOf(row)) : null, cancel);

    /// <summary>All sessions that are not over, the latest first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public Task<IReadOnlyList<SessionRecord>> ListAsync(CancellationToken cancel) => ListAsync("1 = 1", new { }, cancel);

    /// <summary>Begins an exchange that lasts no longer than its session. Give it back at its end.</summary>
    public SessionLease Enter(SessionFacts session) =>
        _memory.Find(session.Handle) is { } live && live.TryEnter(out var over) ? new(session.Handle, live, over) : new(session.Handle, null, new CancellationToken(canceled: true));

    /// <summary>Writes uses, if the store takes them soon.</summary>
    public void Dispose()
    {
        _upkeep?.Dispose();
        if (!_store.IsReadOnly)
            Task.Run(FlushQuietly).Wait(LastPatience);
        _uses.Dispose();
    }

    /// <summary>Cuts off what goes on in sessions that are past their end, and keeps the others from idling meanwhile.</summary>
    internal void Sweep()
    {
        var (now, pace) = (Now(), (long)Pace.TotalMilliseconds);
        foreach (var live in _memory.All)
        {
            if (live.End != SessionEnd.None)
                _memory.Forget(live);
            else if (!live.IsInUse)
                continue;
            else if (now >= _judge.EndOf(live.Row))
                live.Cut();
            else if (live.MarkUsed(now, pace))
                _uses.Add(live.Handle, now);
        }
    }

    /// <summary>Writes the uses that are not written yet.</summary>
    internal void Flush() => _uses.Flush(_time.GetUtcNow());

    internal void FlushQuietly() => _uses.FlushQuietly(_time.GetUtcNow());

    /// <summary>Forgets what was over a day ago; until then people are told how it ended.</summary>
    internal void Purge()
    {
        var then = _time.GetUtcNow().AddDays(-1);
        _store.Write((connection, transaction) => SessionRow.Purge(connection, transaction, then, then - Terms.Idle));
    }

    private NewSession Begin(SignedIn who, SessionOrigin origin, byte[]? former)
    {
        var terms = Terms;
        var remember = who.Remember && terms.Remember > TimeSpan.Zero;
        var now = _time.GetUtcNow();
        var ends = now + (remember ? terms.Remember : terms.Lifetime);
        var row = SessionRow.Of(who, origin, now, who.Ends < ends ? who.Ends.Value : ends, remember) with { Hash = new byte[32], Handle = ReferenceIds.Next(), Idle = (long)terms.Idle.TotalMilliseconds };
        var id = SessionId.Create();
        SessionId.TryHash(id, row.Hash);
        _store.Write((connection, transaction) =>
        {
            SessionFamily.Begin(connection, transaction, row, former, now);
            return true;
        });
        return new(new Secret(id), row.Handle, DateTimeOffset.FromUnixTimeMilliseconds(row.Ends), remember ? terms.Remember : null);
    }

    private async ValueTask<SessionCheck> FindAnewAsync(byte[] hash, LiveSession? known, CancellationToken cancel)
    {
        var readAt = _time.GetTimestamp();
        SessionRow? row;
        try
        {
            row = await _reader.FindAsync(hash, cancel);
        }
        catch (StoreUnavailableException)
        {
            return known is null || !IsReliable() ? Unavailable() : Judged(known);
        }

        if (row is null)
            return new(SessionOutcome.Unknown, null, "No session with this id is known.");
        var live = _memory.Keep(row, readAt, Now());
        if (_judge.IsUserGone(row))
            await _users.LookForChangesAsync(cancel);
        return Judged(live);
    }

    private SessionCheck Judged(LiveSession live)
    {
        var now = Now();
        var check = _judge.Judge(live, now);
        if (check.Outcome == SessionOutcome.Good && live.MarkUsed(now, (long)Pace.TotalMilliseconds))
            _uses.Add(live.Handle, now);
        return check;
    }

    private bool IsOld(LiveSession known) => _time.GetElapsedTime(known.ReadAt) > Freshness;

    private bool IsReliable() => _store.IsReadable || _store.IsReadableWithin(Terms.Grace);

    private SessionCheck Unavailable() => new(SessionOutcome.Unavailable, null, $"The store can't be read{(_store.Failure is { } failure ? ": " + failure : ".")}");

    private Task<List<string>> EndAllAsync(SessionEnd end, string condition, object arguments, CancellationToken cancel) => Task.Run(
        () => _store.Write((connection, transaction) => SessionRow.End(connection, transaction, end, _time.GetUtcNow(), condition, arguments)), cancel);

    private Task<IReadOnlyList<SessionRecord>> ListAsync(string condition, object arguments, CancellationToken cancel) => Task.Run<IReadOnlyList<SessionRecord>>(
        () =>
        {
            var now = Now();
            return [.. from row in _store.Read("sessions", connection => SessionRow.Open(connection, condition, arguments).ToList())
                       let used = Math.Max(row.LastUsed, _memory.Find(row.Hash)?.LastUsed ?? 0)
                       where now < _judge.EndOf(row) && (row.Remember != 0 || now - used < SessionJudge.IdleOf(row, Terms))
                       select (row with { LastUsed = used, Ends = _judge.EndOf(row) }).ToRecord()];
        },
        cancel);

    private void Reload(DbConnection connection)
    {
        var ends = connection.Query<(string Handle, string Kind)>("SELECT handle, kind FROM session_ends")
            .ToFrozenDictionary(row => row.Handle, row => SessionEnds.Of(row.Kind), StringComparer.Ordinal);
        _judge.Ends = ends;
        foreach (var (handle, end) in ends)
            _memory.Find(handle)?.Close(end);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
