using System.Net.Sockets;
using Npgsql;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>What PostgreSQL's errors mean for an operator.</summary>
internal static class PostgresFaults
{
    /// <summary>Why a standby is no store: it takes no changes, and has those of others when they come.</summary>
    public static string Standby(string place) =>
        $"The database {place} is a standby, which takes no changes and may lag behind. Name all hosts under `store`, so that the primary is found.";

    /// <summary>What is wrong with a store, and what helps.</summary>
    public static string Explain(string place, Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"The database {place} does not let the gateway in: {refused.MessageText}. Look at the user and password under `store`, and at pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no database {place}. Make it: `createdb`, owned by the gateway's user.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"The gateway's user may not do what it has to in {place}: {refused.MessageText}. Let it own the database, or `GRANT CREATE ON DATABASE`.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => Standby(place),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => $"The store {place} is locked by another gateway or program.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => $"There is no room on the disk of the database {place}.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => $"The database {place} has no connection left: raise max_connections, or lower `Maximum Pool Size` under `store`.",
        PostgresException other => $"The store {place} can't be used: {other.MessageText}",
        NpgsqlException { InnerException: SocketException or TimeoutException or AggregateException } => $"The database {place} can't be reached: {e.GetBaseException().Message.TrimEnd('.')}.",
        _ => $"The store {place} can't be used: {e.Message}",
    };
}
