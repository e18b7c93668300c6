using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores;

/// <summary>One SQLite file with users, keys and journal. Several processes may use it at once; their changes are seen within a second.</summary>
public sealed class SqliteStore : IDisposable
{
    /// <summary>How often other processes' changes are looked for.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a stranger can have them looked for: somebody who sends one wrong key after the other must not have a query for each.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>How long what was read last may be used while the file can't be read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _writing = new();
    private readonly Lock _watching = new();
    private readonly Lock _asking = new();
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly List<Watch> _watches = [];
    private long _dataVersion = -1;
    private long _lastRead;
    private long _lastLook;
    private Task? _nextLook;
    private volatile string? _failure;
    private bool _disposed;

    private SqliteStore(string path, bool readOnly, TimeProvider time)
    {
        Path = path;
        IsReadOnly = readOnly;
        _time = time;
        _lastRead = _lastLook = time.GetTimestamp();
        _writer = Connect(full: true);
        try
        {
            SqliteMigrations.Apply(_writer, path, readOnly);
            _reader = Connect(full: true);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }

        if (!readOnly)
            _timer = time.CreateTimer(static state => ((SqliteStore)state!).Poll(), this, PollInterval, PollInterval);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether it was opened to be read alone.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Whether the file could be read lately. When not, nobody can be let in on its word.</summary>
    public bool IsReadable => _time.GetElapsedTime(Volatile.Read(ref _lastRead)) < Patience;

    /// <summary>What could not be read of it at the last poll; null while all could be.</summary>
    public string? Failure => _failure;

    /// <summary>Raised, outside of requests, when <see cref="Failure"/> changed. Handlers must not use the store.</summary>
    public event EventHandler? FailureChanged;

    /// <summary>Opens <c>sqlite:PATH</c>, makes the file (mode 0600) when it is missing, and brings it up to date.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static SqliteStore Open(string store, TimeProvider? time = null) => Open(store, readOnly: false, time);

    /// <summary>Opens <c>sqlite:PATH</c> to read it beside a running gateway.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static SqliteStore OpenReadOnly(string store, TimeProvider? time = null) => Open(store, readOnly: true, time);

    /// <summary>Opens an empty store in memory, which is gone when it is disposed.</summary>
    /// <exception cref="StoreUnavailableException">SQLite can't be used; the message says why and what helps.</exception>
    internal static SqliteStore OpenEmpty()
    {
        SqliteLibrary.Require();
        return new($"file:countersign-{RandomNumberGenerator.GetHexString(16)}?mode=memory&cache=shared", readOnly: false, TimeProvider.System);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_watching)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        _timer?.Dispose();
        lock (_writing)
            _writer.Dispose();
        lock (_watching)
            _reader.Dispose();
    }

    /// <summary>A connection of its own. <paramref name="full"/>: a commit is on the disk before it is acknowledged.</summary>
    internal SqliteConnection Connect(bool full)
    {
        // The pool would keep files open after Dispose, and its connections with their pragmas.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 10,
        }.ToString());
        try
        {
            connection.Open();
            if (!IsReadOnly)
                connection.Execute("PRAGMA journal_mode = WAL;");
            connection.Execute(full ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = NORMAL;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Writes in one transaction that is on the disk when this returns, then has the watchers of the change read it.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written: locked by another program, full, damaged.</exception>
    internal T Write<T>(Func<SqliteConnection, SqliteTransaction, T> change)
    {
        T result = default!;
        SqliteFaults.Explained(Path, () =>
        {
            lock (_writing)
            {
                using var transaction = _writer.BeginTransaction(deferred: false);
                result = change(_writer, transaction);
                transaction.Commit();
            }
        });

        Poll();
        return result;
    }

    /// <summary>Reads on the connection of the watchers.</summary>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_watching)
            return read(_reader);
    }

    /// <summary>Calls <paramref name="reload"/> now, and again whenever a table changed, whoever changed it.</summary>
    /// <exception cref="StoreUnavailableException">The table can't be read.</exception>
    internal void Watching(string table, Action<SqliteConnection> reload)
    {
        lock (_watching)
        {
            var watch = new Watch(table, reload);
            SqliteFaults.Explained(Path, () => Reload(watch));
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
                // data_version moves when another connection commits; most of these commits are the journal's.
                var version = _reader.ExecuteScalar<long>("PRAGMA data_version");
                if (version != _dataVersion)
                {
                    foreach (var watch in _watches)
                        Reload(watch);
                    _dataVersion = version;
                }

                Volatile.Write(ref _lastRead, _time.GetTimestamp());
                Tell(null);
            }
            catch (Exception e)
            {
                // A timer may not throw. What was read last stays; it is tried again at the next poll, and IsReadable tells when that lasts.
                Tell(e is SqliteException ? SqliteFaults.Explain(Path, e) : e.Message);
            }
        }
    }

    private void Tell(string? failure)
    {
        if (failure == _failure)
            return;
        _failure = failure;
        FailureChanged?.Invoke(this, EventArgs.Empty);
    }

    private bool WasLookedAt() => _time.GetElapsedTime(Volatile.Read(ref _lastLook)) < LookInterval;

    private void Reload(Watch watch)
    {
        using var transaction = _reader.BeginTransaction(deferred: true);
        var generation = _reader.ExecuteScalar<long>("SELECT value FROM generations WHERE name = @Table", new { watch.Table }, transaction);
        if (generation != watch.Generation)
        {
            Read(watch);
            watch.Generation = generation;
        }

        transaction.Commit();
    }

    private void Read(Watch watch)
    {
        try
        {
            watch.Reload(_reader);
        }
#pragma warning disable CA1031 // Whatever a row that nobody of ours wrote makes the readers throw, it ends no process.
        catch (Exception e) when (e is not SqliteException)
#pragma warning restore CA1031
        {
            throw new StoreUnavailableException(
                $"A row of the table {watch.Table} in the store {Path} can't be read ({e.GetType().Name}); while it is there, nobody is let in on its word.", e);
        }
    }

    private static SqliteStore Open(string store, bool readOnly, TimeProvider? time)
    {
        var path = SqliteFile.PathOf(store);
        SqliteLibrary.Require();
        try
        {
            if (!readOnly)
                SqliteFile.CreatePrivately(path);
            else if (!File.Exists(path))
                throw new StoreUnavailableException($"There is no store at {path}.");
            return new SqliteStore(path, readOnly, time ?? TimeProvider.System);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(SqliteFaults.Explain(path, e), e);
        }
    }

    private sealed class Watch(string table, Action<SqliteConnection> reload)
    {
        public string Table => table;

        public Action<SqliteConnection> Reload => reload;

        public long Generation { get; set; } = -1;
    }
}
