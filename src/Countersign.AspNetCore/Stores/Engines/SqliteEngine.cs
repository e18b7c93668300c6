using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>A store in one SQLite file.</summary>
internal sealed class SqliteEngine : IStoreEngine
{
    /// <summary>How long somebody who writes waits for another program, and once more for those of this one: a person waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly string _path;
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;

    private SqliteEngine(string path, bool readOnly)
    {
        _path = path;
        IsReadOnly = readOnly;
        _writer = Open(full: true);
        try
        {
            SqliteShape.Bring(_writer, path, readOnly);
            _writer.DefaultTimeout = (int)Patience.TotalSeconds;
            _reader = Open(full: true);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    public string Place => _path;

    public bool IsReadOnly { get; }

    public bool IsShared => false;

    /// <summary>Opens a file, and makes it (mode 0600) when it is missing and not to be read alone.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static SqliteEngine Open(string path, bool readOnly)
    {
        SqliteLibrary.Require();
        try
        {
            if (!readOnly)
                SqliteFile.CreatePrivately(path);
            else if (!File.Exists(path))
                throw new StoreUnavailableException($"There is no store at {path}.");
            return new(path, readOnly);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(SqliteFaults.Explain(path, e), e);
        }
    }

    /// <summary>An empty store in memory, which is gone when it is disposed.</summary>
    /// <exception cref="StoreUnavailableException">SQLite can't be used; the message says why and what helps.</exception>
    public static SqliteEngine OpenEmpty()
    {
        SqliteLibrary.Require();
        return new($"file:countersign-{RandomNumberGenerator.GetHexString(16)}?mode=memory&cache=shared", readOnly: false);
    }

    public DbConnection Connect(bool full) => Open(full);

    // The lock on the file is taken at once: one that is asked for later could be refused.
    public DbTransaction BeginWriting(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    public DbTransaction BeginReading(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public void Commit(DbTransaction transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException)
        {
            // On a full disk SQLite takes it back by itself. The transaction does not know, fails to be taken back, and is in the way of all further ones: it gets one.
            var connection = (SqliteConnection)transaction.Connection!;
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0)
                SQLitePCL.raw.sqlite3_exec(connection.Handle, "BEGIN");
            throw;
        }
    }

    public T Write<T>(Func<DbConnection, DbTransaction, T> change)
    {
        // While a program has the file locked, nobody waits for the vain waits of all who came before.
        if (!_writing.TryEnter(Patience))
            throw new SqliteException("Others wait to write.", SQLitePCL.raw.SQLITE_BUSY);
        try
        {
            SqliteFile.DemandInPlace(_writer);
            using var transaction = BeginWriting(_writer);
            var result = change(_writer, transaction);
            Commit(transaction);
            return result;
        }
        finally
        {
            _writing.Exit();
        }
    }

    public T Read<T>(Func<DbConnection, T> read)
    {
        lock (_reading)
            return read(_reader);
    }

    // Its file is at hand: there is nothing to wait for.
    public Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask) => Task.FromResult(Read(connection => ask(connection).GetAwaiter().GetResult()));

    // It moves when another connection commits; most of these commits are the journal's.
    public StoreVersion Version(DbConnection connection)
    {
        SqliteFile.DemandInPlace((SqliteConnection)connection);
        return new(0, connection.ExecuteScalar<long>("PRAGMA data_version"));
    }

    // SQLite tells nobody.
    public IDisposable? Listen(Action changed) => null;

    public bool IsFault(Exception exception) => exception is SqliteException;

    public string Explain(Exception fault) => SqliteFaults.Explain(_path, fault);

    public void Dispose()
    {
        lock (_writing)
            _writer.Dispose();
        lock (_reading)
            _reader.Dispose();
    }

    private SqliteConnection Open(bool full)
    {
        // The pool would keep files open after Dispose, and its connections with their pragmas.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 10,
            ForeignKeys = true, // SQLite keeps references only for connections that ask for it
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
}
