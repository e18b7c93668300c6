using System.Data.Common;
using Countersign.AspNetCore.Sessions;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>A person's own change of the password: whoever has a session by the former one, or a link to set another, has it no more.</summary>
internal static class PasswordChange
{
    /// <summary>Sets the hash and ends all sessions of the user, both or neither; false when there is no such user.</summary>
    public static bool Write(Store store, string user, string hash, DateTimeOffset now)
    {
        StorableText.Demand(hash);
        return store.Write((connection, transaction) => Write(connection, transaction, user, hash, now));
    }

    /// <inheritdoc cref="Write(Store, string, string, DateTimeOffset)"/>
    public static bool Write(DbConnection connection, DbTransaction transaction, string user, string hash, DateTimeOffset now)
    {
        if (connection.Execute("UPDATE users SET hash = @Hash WHERE name = @User", new { User = user, Hash = hash }, transaction) == 0)
            return false;
        EndOthers(connection, transaction, user, now);
        return true;
    }

    /// <summary>Ends what was to be had before by whoever was the user: sessions, and the link that sets a password.</summary>
    public static void EndOthers(DbConnection connection, DbTransaction transaction, string user, DateTimeOffset now)
    {
        SessionRow.EndOfUser(connection, transaction, user, now);
        connection.Execute("DELETE FROM reset_links WHERE user_name = @User", new { User = user }, transaction);
    }
}
