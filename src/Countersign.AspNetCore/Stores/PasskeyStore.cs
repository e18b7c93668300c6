using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Countersign.AspNetCore.Stores;

/// <summary>The passkeys of users, and the challenges that were answered. It is read from the database at each question: people sign in seldom.</summary>
internal sealed class PasskeyStore(Store store, TimeProvider time)
{
    /// <summary>How many one person may have.</summary>
    public const int MostOfOne = 20;

    private const int OctetsOfHandle = 24;

    /// <summary>What authenticators call a user by; made when it is asked for first. Null when there is no such user.</summary>
    public string? HandleOf(string user) => store.Read("passkeys", connection => FindHandle(user, connection)) ?? store.Write((connection, transaction) =>
    {
        connection.Execute(
            "INSERT INTO passkey_owners (user_name, handle) SELECT name, @Handle FROM users WHERE name = @User ON CONFLICT DO NOTHING",
            new { User = user, Handle = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(OctetsOfHandle)) },
            transaction);
        return FindHandle(user, connection, transaction);
    });

    /// <summary>Whom a handle names; null for nobody.</summary>
    public string? OwnerOf(string handle) => !StorableText.Is(handle) ? null : store.Read("passkeys", connection =>
        connection.QuerySingleOrDefault<string>("SELECT user_name FROM passkey_owners WHERE handle = @Handle", new { Handle = handle }));

    /// <summary>The passkeys of a user, the oldest first.</summary>
    public IReadOnlyList<PasskeyRow> Of(string user) => store.Read("passkeys", connection => PasskeyRow.Of(connection, user).ToList());

    /// <summary>The passkey with this id; null for none.</summary>
    public PasskeyRow? Find(byte[] id) => store.Read("passkeys", connection => PasskeyRow.Find(connection, id));

    /// <summary>Adds a passkey; false when it is somebody's already, or the user is gone or has as many as one may.</summary>
    public bool Add(string user, string label, UserPasskeyInfo passkey)
    {
        StorableText.Demand([label, .. passkey.Transports ?? []]);
        return store.Write((connection, transaction) => connection.Execute(
            """
            INSERT INTO passkeys (id, user_name, label, public_key, sign_count, transports, backup_eligible, backed_up, created)
            SELECT @Id, name, @Label, @PublicKey, @SignCount, @Transports, @BackupEligible, @BackedUp, @Now FROM users
            WHERE name = @User AND (SELECT count(*) FROM passkeys WHERE user_name = @User) < @Most
            ON CONFLICT DO NOTHING
            """,
            new
            {
                Id = passkey.CredentialId,
                User = user,
                Label = label,
                passkey.PublicKey,
                SignCount = (long)passkey.SignCount,
                Transports = TextList.Write([.. passkey.Transports ?? []]),
                BackupEligible = passkey.IsBackupEligible ? 1L : 0,
                BackedUp = passkey.IsBackedUp ? 1L : 0,
                Now = Now(),
                Most = (long)MostOfOne,
            },
            transaction) == 1);
    }

    /// <summary>Notes a use, with the counter that came with it; false when the counter is not beyond the last one, which another gateway may have seen, or the passkey is gone.</summary>
    public bool Used(byte[] id, uint signCount, bool isBackedUp) => store.Write((connection, transaction) => connection.Execute(
        """
        UPDATE passkeys SET sign_count = @Count, backed_up = @BackedUp, last_used = @Now
        WHERE id = @Id AND (sign_count < @Count OR (sign_count = 0 AND @Count = 0))
        """,
        new { Id = id, Count = (long)signCount, BackedUp = isBackedUp ? 1L : 0, Now = Now() },
        transaction) == 1);

    /// <summary>Marks a challenge as answered; false when it was before, at whichever gateway.</summary>
    public bool Spend(byte[] hash, DateTimeOffset until) => store.Write((connection, transaction) =>
    {
        connection.Execute("DELETE FROM spent_challenges WHERE until < @Now", new { Now = Now() }, transaction);
        return connection.Execute(
            "INSERT INTO spent_challenges (hash, until) VALUES (@Hash, @Until) ON CONFLICT DO NOTHING",
            new { Hash = hash, Until = until.ToUnixTimeMilliseconds() },
            transaction) == 1;
    });

    private static string? FindHandle(string user, DbConnection connection, DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<string>("SELECT handle FROM passkey_owners WHERE user_name = @User", new { User = user }, transaction);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
