using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>The factors of users beside their passwords: what an operator may see of them and take away. Nobody else can prove what is gone.</summary>
public sealed class FactorStore(Store store)
{
    /// <summary>All factors of a user: the app, the passkeys from the oldest on, the recovery codes.</summary>
    /// <param name="user">The user's name as the store has it.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<FactorRecord> List(string user)
    {
        if (!StorableText.Is(user))
            return [];
        return store.Read("factors", connection => (IReadOnlyList<FactorRecord>)
        [
            .. connection.Query<AppRow>("SELECT created, last_used AS LastUsed FROM totp_keys WHERE user_name = @User", new { User = user }).Select(row => row.ToFactor()),
            .. PasskeyRow.Of(connection, user).Select(row => row.ToFactor()),
            .. Codes(connection.Query<long>("SELECT created FROM recovery_codes WHERE user_name = @User", new { User = user }).ToList()),
        ]);
    }

    /// <summary>Takes an app or the recovery codes away; false when there were none.</summary>
    public bool Remove(string user, FactorKind kind) => StorableText.Is(user) && store.Write((connection, transaction) => connection.Execute(
        kind switch
        {
            FactorKind.Totp => "DELETE FROM totp_keys WHERE user_name = @User",
            FactorKind.RecoveryCodes => "DELETE FROM recovery_codes WHERE user_name = @User",
            FactorKind.Passkey => "DELETE FROM passkeys WHERE user_name = @User",
        },
        new { User = user },
        transaction)) > 0;

    /// <summary>Takes one passkey away, by the beginning of its id that <see cref="List"/> gives; false when there is none.</summary>
    public bool RemovePasskey(string user, string id) => StorableText.Is(user) && store.Write((connection, transaction) =>
        PasskeyRow.Of(connection, user, transaction).Where(row => row.ShortId == id).ToList() is [{ } row]
        && connection.Execute("DELETE FROM passkeys WHERE id = @Id AND user_name = @User", new { row.Id, User = user }, transaction) == 1);

    private static IEnumerable<FactorRecord> Codes(List<long> created) =>
        created.Count == 0 ? [] : [new(FactorKind.RecoveryCodes, DateTimeOffset.FromUnixTimeMilliseconds(created[0])) { Left = created.Count }];

    private sealed record AppRow(long Created, long? LastUsed)
    {
        public FactorRecord ToFactor() => new(FactorKind.Totp, DateTimeOffset.FromUnixTimeMilliseconds(Created))
        {
            LastUsed = LastUsed is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null,
        };
    }
}
