using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>The hashes of recovery codes. Of several gateways, one takes a code.</summary>
internal sealed class RecoveryCodeStore(Store store, TimeProvider time)
{
    /// <summary>How many codes a user has left.</summary>
    public int CountOf(string user) => store.Read("factors", connection =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM recovery_codes WHERE user_name = @User", new { User = user }));

    /// <summary>The salt of a user's set; null when no code is left.</summary>
    public byte[]? SaltOf(string user) => store.Read("factors", connection =>
        connection.QueryFirstOrDefault<byte[]>("SELECT salt FROM recovery_codes WHERE user_name = @User", new { User = user }));

    /// <summary>Puts a set in the place of the former; false when there is no such user.</summary>
    public bool Replace(string user, byte[] salt, IReadOnlyCollection<byte[]> hashes) => store.Write((connection, transaction) =>
    {
        connection.Execute("DELETE FROM recovery_codes WHERE user_name = @User", new { User = user }, transaction);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return connection.Execute(
            "INSERT INTO recovery_codes (user_name, hash, salt, created) SELECT name, @Hash, @Salt, @Now FROM users WHERE name = @User",
            hashes.Select(hash => new { User = user, Hash = hash, Salt = salt, Now = now }),
            transaction) == hashes.Count;
    });

    /// <summary>Takes a code; false when it is none, or was taken before.</summary>
    public bool Take(string user, byte[] hash) => store.Write((connection, transaction) =>
        connection.Execute("DELETE FROM recovery_codes WHERE user_name = @User AND hash = @Hash", new { User = user, Hash = hash }, transaction) == 1);
}
