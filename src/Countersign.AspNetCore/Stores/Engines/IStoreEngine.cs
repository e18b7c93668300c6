using System.Data.Common;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>What differs between the databases that hold a store. The SQL is the same for all but where <see cref="SqlDialect"/> fills a gap.</summary>
internal interface IStoreEngine : IDisposable
{
    /// <summary>The store as messages name it: a file, or a database and its hosts. Never a password.</summary>
    string Place { get; }

    /// <summary>Whether it was opened to be read alone.</summary>
    bool IsReadOnly { get; }

    /// <summary>Whether gateways on several machines may use it.</summary>
    bool IsShared { get; }

    /// <summary>A connection of the caller's own. <paramref name="full"/>: a commit is on the disk before it is acknowledged.</summary>
    DbConnection Connect(bool full);

    /// <summary>Begins to write.</summary>
    DbTransaction BeginWriting(DbConnection connection);

    /// <summary>Ends a transaction; the connection serves for further ones, whether that failed or not.</summary>
    void Commit(DbTransaction transaction);

    /// <summary>Begins to read, all of one moment.</summary>
    DbTransaction BeginReading(DbConnection connection);

    /// <summary>Writes in one transaction, beside which no other writes in this way, and which is on the disk when this returns.</summary>
    T Write<T>(Func<DbConnection, DbTransaction, T> change);

    /// <summary>Reads by a connection that is kept for this.</summary>
    T Read<T>(Func<DbConnection, T> read);

    /// <summary>Asks while a request waits: no thread waits with it. What is asked may be asked a second time, when its connection turns out to be broken.</summary>
    Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask);

    /// <summary>What is another one once anybody changed a watched table, and costs next to nothing to ask for.</summary>
    StoreVersion Version(DbConnection connection);

    /// <summary>Calls back soon after anybody changed a watched table, where the engine can tell; until it is disposed.</summary>
    IDisposable? Listen(Action changed);

    /// <summary>Whether an exception is the engine's own: it is not to be had, locked, full, damaged.</summary>
    bool IsFault(Exception exception);

    /// <summary>What a fault means for an operator, and what helps.</summary>
    string Explain(Exception fault);
}
