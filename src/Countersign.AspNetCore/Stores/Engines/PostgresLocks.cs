using System.Data.Common;
using Dapper;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Locks that the gateways on one database hold against each other, until a transaction ends.</summary>
internal static class PostgresLocks
{
    // "Csgn", and the lock's number; other programs' advisory locks are others.
    private const int Ours = 0x4373676E;
    private const int Writing = 1;

    /// <summary>Waits until nobody else writes in the store's own way, as SQLite has it.</summary>
    public static void TakeWriting(DbConnection connection, DbTransaction transaction) =>
        connection.Execute("SELECT pg_advisory_xact_lock(@Ours, @Writing)", new { Ours, Writing }, transaction);
}
