using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Sessions;

/// <summary>The sessions of everybody, as operators see and end them. Every gateway on the store hears of an end within a second.</summary>
public sealed class SessionRegister
{
    private const string IsNamed = "name IN (@Name, @Canonical)";

    private readonly Store _store;
    private readonly TimeProvider _time;

    /// <summary>Sees the sessions of a store.</summary>
    public SessionRegister(Store store, TimeProvider? time = null)
    {
        _store = store;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How long sessions last, as the configuration in force says.</summary>
    internal Func<SessionTerms> Terms { get; init; } = () => new();

    /// <summary>The sessions that are not over, the latest first. Of the last minute some uses may not be known yet.</summary>
    /// <param name="name">Whose; null for everybody's.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<SessionRecord> List(string? name = null, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return StorableText.Is(name) ? Read(name is null ? "1 = 1" : IsNamed, handle: null, name, most) : [];
    }

    /// <summary>A session that is not over; null when there is none of this handle.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public SessionRecord? Find(string handle) => StorableText.Is(handle) ? Read("handle = @Handle", handle, name: null, most: 1).FirstOrDefault() : null;

    /// <summary>Ends a session, with those of other hosts that go back to the same sign-in; false when there is none of this handle, or all had ended.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public bool Revoke(string handle) => StorableText.Is(handle) && End(SessionFamily.OfSameSignIn, new { Handle = handle }) > 0;

    /// <summary>Ends all sessions of everybody with a name, whoever vouched for it; how many.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public int RevokeAll(string name) => StorableText.Is(name) ? End(IsNamed, new { Name = name, Canonical = Canonical(name) }) : 0;

    /// <summary>Ends all sessions; how many.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public int RevokeAll() => End("1 = 1", new { });

    // Users of the store are known by names in NFC, and persons of providers as their providers write them.
    private static string? Canonical(string? name) => name is not null && Nfc.TryNormalize(name, out var canonical) ? canonical : name;

    private int End(string condition, object arguments) =>
        _store.Write((connection, transaction) => SessionRow.End(connection, transaction, SessionEnd.Revoked, _time.GetUtcNow(), condition, arguments)).Count;

    private List<SessionRecord> Read(string condition, string? handle, string? name, int most)
    {
        const string IsOpen = "ends > @Now AND created > CASE WHEN remember <> 0 THEN @Remembered ELSE @Begun END AND (remember <> 0 OR (last_used > @Used AND last_used > @Now - @Lag - coalesce(idle, @Now)))";
        var (terms, now) = (Terms(), _time.GetUtcNow());
        var lag = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, terms.Idle.Ticks / 10));
        var arguments = new
        {
            Handle = handle,
            Name = name,
            Canonical = Canonical(name),
            Lag = (long)lag.TotalMilliseconds,
            Now = now.ToUnixTimeMilliseconds(),
            Begun = (now - terms.Lifetime).ToUnixTimeMilliseconds(),
            Remembered = (now - (terms.Remember > TimeSpan.Zero ? terms.Remember : terms.Lifetime)).ToUnixTimeMilliseconds(),
            Used = (now - terms.Idle - lag).ToUnixTimeMilliseconds(),
        };
        return _store.Read("sessions", connection => SessionRow.Open(connection, $"{condition} AND {IsOpen}", arguments, most)
            .Select(row => (row with { Ends = SessionJudge.EndOf(row, terms) }).ToRecord()).ToList());
    }
}
