using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Sessions;

/// <summary>A session as a gateway has it in memory: one object as long as it is there, with the facts that were read last.</summary>
#pragma warning disable CA1001 // The source has neither timer nor handle, and tokens of it may be asked for as long as anybody holds this.
internal sealed class LiveSession
#pragma warning restore CA1001
{
    private const int Forgotten = int.MinValue;

    private CancellationTokenSource _over = new();
    private volatile Facts _facts;
    private volatile Recognised? _user;
    private int _exchanges;
    private int _end;
    private long _lastUsed;
    private long _written;

    /// <param name="row">What was read.</param>
    /// <param name="readAt">When, by the clock that never steps.</param>
    public LiveSession(SessionRow row, long readAt)
    {
        Hash = row.Hash;
        Handle = row.Handle;
        _facts = new(row, readAt);
        _end = (int)SessionEnds.Of(row.EndedBy);
        _lastUsed = _written = row.LastUsed;
    }

    public byte[] Hash { get; }

    public string Handle { get; }

    public SessionRow Row => _facts.Row;

    public long ReadAt => _facts.ReadAt;

    public SessionEnd End => (SessionEnd)Volatile.Read(ref _end);

    /// <summary>When it was used last, by whichever gateway as far as this one knows.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    public bool IsInUse => Volatile.Read(ref _exchanges) > 0;

    /// <summary>Takes newer facts. A use that another gateway saw counts; one of the future is no use, but a clock that was set back.</summary>
    public void Take(SessionRow row, long readAt, long now)
    {
        // Terms only ever become shorter for a session, and what is read may not have been told yet.
        var (ends, idle) = (Math.Min(row.Ends, Row.Ends), Math.Min(row.Idle ?? long.MaxValue, Row.Idle ?? long.MaxValue));
        _facts = new(ends == row.Ends && idle == (row.Idle ?? long.MaxValue) ? row : row with { Ends = ends, Idle = idle }, readAt);
        if (SessionEnds.Of(row.EndedBy) is not SessionEnd.None and var end)
            Close(end);
        if (row.LastUsed > LastUsed && row.LastUsed <= now)
            Volatile.Write(ref _lastUsed, row.LastUsed);
    }

    /// <summary>Notes a use; true when it is time to write it.</summary>
    /// <param name="now">When.</param>
    /// <param name="pace">How long uses are left unwritten.</param>
    public bool MarkUsed(long now, long pace)
    {
        Volatile.Write(ref _lastUsed, now);
        var written = Volatile.Read(ref _written);
        return (now - written >= pace || now < written) && Interlocked.CompareExchange(ref _written, now, written) == written;
    }

    /// <summary>The subject, made once of each record of its user, and once of what a provider said.</summary>
    public Subject SubjectOf(UserRecord? user)
    {
        if (_user is { } known && ReferenceEquals(known.User, user) && ReferenceEquals(known.Row, Row))
            return known.Subject;
        var made = new Recognised(Row, user, SessionSubjects.Of(Row, user));
        _user = made;
        return made.Subject;
    }

    /// <summary>It is over: what goes on by it is cut off, once and for good.</summary>
    public void Close(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, (int)SessionEnd.None) == (int)SessionEnd.None)
            _ = Volatile.Read(ref _over).CancelAsync();
    }

    /// <summary>Cuts off what goes on by it now: by the clock it is over, and clocks are set back. What begins later is judged by itself.</summary>
    public void Cut()
    {
        _ = Interlocked.Exchange(ref _over, new()).CancelAsync();
        if (End != SessionEnd.None)
            _ = Volatile.Read(ref _over).CancelAsync();
    }

    /// <summary>Begins an exchange; false when this object was forgotten in the meantime.</summary>
    public bool TryEnter(out CancellationToken over)
    {
        over = Volatile.Read(ref _over).Token;
        var count = Volatile.Read(ref _exchanges);
        while (count >= 0)
        {
            var seen = Interlocked.CompareExchange(ref _exchanges, count + 1, count);
            if (seen == count)
                return true;
            count = seen;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _exchanges);

    /// <summary>Makes room, unless something goes on by it.</summary>
    public bool TryForget() => Interlocked.CompareExchange(ref _exchanges, Forgotten, 0) == 0;

    private sealed record Facts(SessionRow Row, long ReadAt);

    private sealed record Recognised(SessionRow Row, UserRecord? User, Subject Subject);
}
