using System.Data.Common;
using System.Text;
using Countersign.Tokens.Keys;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// The keys by which the gateway signs, private parts and all, in the store, which its owner alone can read. Processes that share the store have the
/// same keys within a second.
/// </summary>
internal sealed class SigningKeyStore
{
    private readonly Store _store;
    private readonly TimeProvider _time;
    private volatile SigningKeyRecord[] _keys = [];

    /// <summary>Reads the keys of a store and watches for changes.</summary>
    /// <exception cref="StoreUnavailableException">A key can't be read.</exception>
    public SigningKeyStore(Store store, TimeProvider time)
    {
        _store = store;
        _time = time;
        store.Watching("signing_keys", connection => _keys = Read(connection, null));
    }

    /// <summary>The keys, by the time from which on they sign; the same list until it changes.</summary>
    public IReadOnlyList<SigningKeyRecord> Keys => _keys;

    /// <summary>Whether nothing can be made or forgotten.</summary>
    public bool IsReadOnly => _store.IsReadOnly;

    /// <summary>Makes the next key when its time has come, and forgets those whose last signature has ended.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public void Rotate(SigningKeySchedule schedule)
    {
        var now = _time.GetUtcNow();
        if (schedule.NextFrom(_keys, now) is null && !schedule.Ended(_keys, now).Any())
            return;
        var next = SigningKey.Create(schedule.Algorithm); // before the lock: RSA takes its time
        _store.Write((connection, transaction) => Rotate(schedule, next, now, connection, transaction));
    }

    // Looked at again within the lock: of several processes one makes the key.
    private static bool Rotate(SigningKeySchedule schedule, SigningKey next, DateTimeOffset now, DbConnection connection, DbTransaction transaction)
    {
        var keys = Read(connection, transaction);
        foreach (var ended in schedule.Ended(keys, now))
            connection.Execute("DELETE FROM signing_keys WHERE kid = @KeyId", new { ended.Key.KeyId }, transaction);
        if (schedule.NextFrom(keys, now) is not { } from)
            return false;
        connection.Execute(
            "INSERT INTO signing_keys (kid, jwk, created, signs_from) VALUES (@KeyId, @Jwk, @Created, @From)",
            new { next.KeyId, Jwk = JwkWriter.WritePrivate(next).Reveal(), Created = now.ToUnixTimeMilliseconds(), From = from.ToUnixTimeMilliseconds() },
            transaction);
        return true;
    }

    private static SigningKeyRecord[] Read(DbConnection connection, DbTransaction? transaction) =>
        [.. connection.Query<Row>("SELECT jwk, created, signs_from AS SignsFrom FROM signing_keys ORDER BY signs_from, kid", transaction: transaction).Select(row => row.ToRecord())];

    private sealed record Row(string Jwk, long Created, long SignsFrom)
    {
        public SigningKeyRecord ToRecord() => new(
            JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(Jwk), null, out var fault) ?? throw new FormatException($"A signing key can't be used: {fault}."),
            DateTimeOffset.FromUnixTimeMilliseconds(Created),
            DateTimeOffset.FromUnixTimeMilliseconds(SignsFrom));
    }
}
