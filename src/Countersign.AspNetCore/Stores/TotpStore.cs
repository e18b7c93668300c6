using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>The keys of authenticator apps, protected, with the last step that counted. Of several gateways, one lets a step through.</summary>
internal sealed class TotpStore(Store store, TimeProvider time)
{
    /// <summary>The protected key of a user's app and the last step that counted; null for none.</summary>
    public (byte[] Secret, long LastStep)? Find(string user) => store.Read("factors", connection =>
        connection.QuerySingleOrDefault<Row>("SELECT secret, last_step AS LastStep FROM totp_keys WHERE user_name = @User", new { User = user }) is { } row
            ? (row.Secret, row.LastStep)
            : ((byte[], long)?)null);

    /// <summary>Sets a user's app, in place of another; false when there is no such user.</summary>
    /// <param name="user">Whose it is.</param>
    /// <param name="secret">The protected key.</param>
    /// <param name="step">The step by which it was proven: it does not count again.</param>
    public bool Set(string user, byte[] secret, long step) => store.Write((connection, transaction) => connection.Execute(
        """
        INSERT INTO totp_keys (user_name, secret, last_step, created) SELECT name, @Secret, @Step, @Now FROM users WHERE name = @User
        ON CONFLICT (user_name) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, created = excluded.created, last_used = NULL
        """,
        new { User = user, Secret = secret, Step = step, Now = Now() },
        transaction) == 1);

    /// <summary>Has a step count; false when it or a later one did before, or the app is gone or another.</summary>
    public bool Spend(string user, byte[] secret, long step) => store.Write((connection, transaction) => connection.Execute(
        "UPDATE totp_keys SET last_step = @Step, last_used = @Now WHERE user_name = @User AND secret = @Secret AND last_step < @Step",
        new { User = user, Secret = secret, Step = step, Now = Now() },
        transaction) == 1);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Row(byte[] Secret, long LastStep);
}
