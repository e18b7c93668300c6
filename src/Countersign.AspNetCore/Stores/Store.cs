using System.Data.Common;
using Countersign.AspNetCore.Stores.Engines;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>Where users, keys, sessions and journal are: one SQLite file, or a PostgreSQL database. Several processes may use it at once; their changes are seen within a second.</summary>
public sealed class Store : IDisposable
{
    /// <summary>How often other processes' changes are looked for.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a stranger can have them looked for: somebody who sends one wrong key after the other must not have a query for each.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>How long what was read last may be used while the store can't be read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _watching = new();
    private readonly Lock _asking = new();
    private readonly IStoreEngine _engine;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly IDisposable? _listening;
    private readonly List<StoreWatch> _watches = [];
    private StoreVersion _version = new(0, -1);
    private long _lastRead;
    private long _lastLook;
    private Task? _nextLook;
    private volatile string? _failure;
    private bool _isPolling;
    private volatile bool _disposed;

    private Store(IStoreEngine engine, TimeProvider time)
    {
        _engine = engine;
        _time = time;
        _lastRead = _lastLook = time.GetTimestamp();
        if (IsReadOnly)
            return;
        _timer = time.CreateTimer(static state => ((Store)state!).PollUnlessPolling(), this, PollInterval, PollInterval);
        _listening = engine.Listen(Poll);
    }

    /// <summary>The file, or the database and its hosts.</summary>
    public string Place => _engine.Place;

    /// <summary>Whether it was opened to be read alone.</summary>
    public bool IsReadOnly => _engine.IsReadOnly;

    /// <summary>Whether gateways on several machines may use it, which then share what they remember of clients too.</summary>
    internal bool IsShared => _engine.IsShared;

    /// <summary>Whether the store could be read lately. When not, nobody can be let in on its word.</summary>
    public bool IsReadable => IsReadableWithin(TimeSpan.Zero);

    /// <summary>Whether it could be read lately, or that long before.</summary>
    internal bool IsReadableWithin(TimeSpan grace) => _time.GetElapsedTime(Volatile.Read(ref _lastRead)) < Patience + grace;

    /// <summary>What could not be read of it at the last poll; null while all could be.</summary>
    public string? Failure => _failure;

    /// <summary>Raised, outside of requests, when <see cref="Failure"/> changed. Handlers must not use the store.</summary>
    public event EventHandler? FailureChanged;

    /// <summary>Opens a store, makes it when it is missing, and brings it up to date.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="time">Tells how long ago it was read.</param>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static Store Open(StoreAddress store, TimeProvider? time = null) => new(StoreEngines.Open(store, readOnly: false), time ?? TimeProvider.System);

    /// <summary>Opens a store by its address as text.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used, or the text is no address; the message says why and what helps.</exception>
    public static Store Open(string store, TimeProvider? time = null) => Open(StoreAddress.Parse(store), time);

    /// <summary>Opens a store to read it beside a running gateway.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static Store OpenReadOnly(StoreAddress store, TimeProvider? time = null) => new(StoreEngines.Open(store, readOnly: true), time ?? TimeProvider.System);

    /// <summary>Opens a store to read it, and an empty one in its place where none was made yet.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    internal static Store OpenToLook(StoreAddress store) => Exists(store) ? OpenReadOnly(store) : OpenEmpty();

    /// <summary>Whether a store was made yet.</summary>
    internal static bool Exists(StoreAddress store) => StoreEngines.Exists(store);

    /// <summary>Opens an empty store in memory, which is gone when it is disposed.</summary>
    /// <exception cref="StoreUnavailableException">SQLite can't be used; the message says why and what helps.</exception>
    internal static Store OpenEmpty() => new(SqliteEngine.OpenEmpty(), TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not behind a poll: a database that does not answer holds that up for long.
        if (_disposed)
            return;
        _disposed = true;
        _timer?.Dispose();
        _listening?.Dispose();
        _engine.Dispose();
    }

    /// <summary>A connection of its own. <paramref name="full"/>: a commit is on the disk before it is acknowledged.</summary>
    internal DbConnection Connect(bool full) => _engine.Connect(full);

    /// <summary>Begins to write on a connection of its own.</summary>
    internal DbTransaction BeginWriting(DbConnection connection) => _engine.BeginWriting(connection);

    /// <summary>Ends what was begun.</summary>
    internal void Commit(DbTransaction transaction) => _engine.Commit(transaction);

    /// <summary>Whether an exception is a fault of the database.</summary>
    internal bool IsFault(Exception exception) => _engine.IsFault(exception);

    /// <summary>Writes in one transaction that is on the disk when this returns, then has the watchers of the change read it.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written: locked by another program, full, damaged.</exception>
    internal T Write<T>(Func<DbConnection, DbTransaction, T> change)
    {
        T result;
        try
        {
            result = _engine.Write(change);
        }
        catch (Exception fault) when (IsFault(fault))
        {
            throw Explained(fault);
        }

        Poll();
        return result;
    }

    /// <summary>Reads for an operator, who is told what can't be read, and why.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    internal T Read<T>(string what, Func<DbConnection, T> read)
    {
        try
        {
            return _engine.Read(read);
        }
#pragma warning disable CA1031 // Whatever a row that nobody of ours wrote makes the readers throw, it is told as the rest is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var why = IsFault(e) ? e.Message : $"a row is damaged ({e.GetType().Name})";
            throw new StoreUnavailableException($"The {what} in {Place} can't be read: {why}", e);
        }
    }

    /// <summary>Asks while a request waits; perhaps twice, when the connection turns out to be broken. Faults are the database's own.</summary>
    internal Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask) => _engine.AskAsync(ask);

    /// <summary>What a fault means for an operator, and what helps.</summary>
    internal string Explain(Exception fault) => _engine.Explain(fault);

    /// <summary>Calls <paramref name="reload"/> now, and again whenever a table changed, whoever changed it.</summary>
    /// <exception cref="StoreUnavailableException">The table can't be read.</exception>
    internal void Watching(string table, Action<DbConnection> reload)
    {
        lock (_watching)
        {
            var watch = new StoreWatch(table, reload);
            try
            {
                _engine.Read(connection => Reload(watch, connection));
            }
            catch (Exception fault) when (IsFault(fault))
            {
                throw Explained(fault);
            }

            _watches.Add(watch);
        }
    }

    /// <summary>
    /// Has changes looked for before somebody is refused for not being known, unless that was done a moment ago. It reads on a thread of the pool: the
    /// caller's waits for sockets. Those that meet share the next look, and while the disk stands still nobody waits longer than the store counts as read.
    /// </summary>
    internal async ValueTask LookAsync(CancellationToken cancel)
    {
        if (WasLookedAt())
            return;
        Task look;
        lock (_asking)
            look = _nextLook ??= Task.Run(Look, CancellationToken.None);
        try
        {
            await look.WaitAsync(Patience, _time, cancel);
        }
        catch (TimeoutException)
        {
            // IsReadable says no by now.
        }
    }

    private void Look()
    {
        lock (_watching)
        {
            // Who asks from here on may have a change in mind that this look does not see any more.
            lock (_asking)
                _nextLook = null;
            if (WasLookedAt())
                return;
            var start = _time.GetTimestamp();
            Poll();
            Volatile.Write(ref _lastLook, start);
        }
    }

    /// <summary>Looks whether anybody changed a watched table.</summary>
    internal void Poll()
    {
        lock (_watching)
        {
            if (_disposed)
                return;
            try
            {
                // What comes late was true when it was asked for.
                var start = _time.GetTimestamp();
                _engine.Read(Poll);
                Volatile.Write(ref _lastRead, start);
                Tell(null);
            }
            catch (Exception e)
            {
                if (_disposed)
                    return;
                // A timer may not throw. What was read last stays; it is tried again at the next poll, and IsReadable tells when that lasts.
                Tell(IsFault(e) ? _engine.Explain(e) : e.Message);
            }
        }
    }

    private bool Poll(DbConnection connection)
    {
        var version = _engine.Version(connection);
        if (version == _version)
            return true;
        if (version.Server != _version.Server)
            _watches.ForEach(watch => watch.Generation = StoreWatch.Unread);
        foreach (var watch in _watches)
            Reload(watch, connection);
        _version = version;
        return true;
    }

    /// <summary>While a database keeps one poll waiting, the next ones would wait behind it, each with a thread of its own.</summary>
    private void PollUnlessPolling()
    {
        if (Interlocked.Exchange(ref _isPolling, true))
            return;
        Poll();
        Volatile.Write(ref _isPolling, false);
    }

    private void Tell(string? failure)
    {
        if (failure == _failure)
            return;
        _failure = failure;
        FailureChanged?.Invoke(this, EventArgs.Empty);
    }

    private bool WasLookedAt() => _time.GetElapsedTime(Volatile.Read(ref _lastLook)) < LookInterval;

    private StoreUnavailableException Explained(Exception fault) => new(_engine.Explain(fault), fault);

    private bool Reload(StoreWatch watch, DbConnection connection)
    {
        using var transaction = _engine.BeginReading(connection);
        var generation = connection.ExecuteScalar<long>("SELECT value FROM generations WHERE name = @Table", new { watch.Table }, transaction);
        if (generation != watch.Generation)
        {
            Read(watch, connection);
            watch.Generation = generation;
        }

        _engine.Commit(transaction);
        return true;
    }

    private void Read(StoreWatch watch, DbConnection connection)
    {
        try
        {
            watch.Reload(connection);
        }
#pragma warning disable CA1031 // Whatever a row that nobody of ours wrote makes the readers throw, it ends no process.
        catch (Exception e) when (!IsFault(e))
#pragma warning restore CA1031
        {
            throw new StoreUnavailableException(
                $"A row of the table {watch.Table} in the store {Place} can't be read ({e.GetType().Name}); while it is there, nobody is let in on its word.", e);
        }
    }
}
