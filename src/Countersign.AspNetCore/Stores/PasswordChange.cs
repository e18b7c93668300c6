using System.Data.Common;
using Countersign.AspNetCore.Sessions;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>A person's own change of the password: whoever has a session by the former one has it no more.</summary>
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
        SessionRow.EndOfUser(connection, transaction, user, now);
        return true;
    }
}
