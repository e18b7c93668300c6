namespace Countersign.AspNetCore.Sessions;

/// <summary>What is done for sessions from time to time: uses written, what is past its end cut off, what is over forgotten.</summary>
internal sealed class SessionUpkeep : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    private readonly SessionStore _sessions;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _flushed;
    private long _purged;
    private bool _isWriting;

    public SessionUpkeep(SessionStore sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
        _flushed = _purged = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((SessionUpkeep)state!).Run(), this, Beat, Beat);
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        try
        {
            _sessions.Sweep();

            // While a database keeps one turn waiting, the next ones would wait behind it, each with a thread of its own.
            if (Interlocked.Exchange(ref _isWriting, true))
                return;
            try
            {
                Write();
            }
            finally
            {
                Volatile.Write(ref _isWriting, false);
            }
        }
        catch (Exception)
        {
            // A timer may not throw, and what is forgotten later harms nobody.
        }
    }

    private void Write()
    {
        _sessions.Shortened.Write();
        if (_time.GetElapsedTime(_flushed) >= (_sessions.Pace < FlushInterval ? _sessions.Pace : FlushInterval))
        {
            _flushed = _time.GetTimestamp();
            _sessions.FlushQuietly();
        }

        if (_time.GetElapsedTime(_purged) >= PurgeInterval)
        {
            _purged = _time.GetTimestamp();
            _sessions.Purge();
        }
    }
}
