using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>
/// The keys under which gateways on one store seal nonces, so that each takes those of the others. They are changed daily; a former one is good until
/// its last nonce has ended. The database forgets them when it crashes and when a standby takes over, together with which counts were used.
/// </summary>
internal sealed class SharedNonceKeys : IDisposable
{
    /// <summary>How long a key is the newest. It is good for as long again, which is longer than a nonce should live.</summary>
    private static readonly TimeSpan Reign = TimeSpan.FromDays(1);

    /// <summary>How old a key becomes before nonces are sealed with it: until then all gateways know it.</summary>
    private static readonly TimeSpan Apprenticeship = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // A request that read its nonce under keys which were lost a moment later is done by then.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile NonceKey[] _keys = [];
    private volatile NonceKey[] _known = [];
    private long _read;
    private long _lost;

    /// <summary>Reads the keys of a store, makes the first one, and watches for changes.</summary>
    /// <exception cref="StoreUnavailableException">They can't be read or made.</exception>
    public SharedNonceKeys(Store store, TimeProvider time)
    {
        _store = store;
        _time = time;
        store.Watching("nonce_keys", Read);
        if (_keys.Length == 0)
            Renew();
        _timer = time.CreateTimer(static state => ((SharedNonceKeys)state!).Tick(), this, Interval, Interval);
    }

    /// <summary>The keys that are good, the one to seal with first; another list once they changed. None while the database has lost them.</summary>
    public NonceKey[] Keys => _keys;

    /// <summary>A key that is in the database as long as what was used under it; null while nobody can tell which that is.</summary>
    public long? Life => _keys is [var first, ..] && IsSettled ? first.Id : null;

    private bool IsSettled => Volatile.Read(ref _lost) is var lost && (lost == 0 || _time.GetElapsedTime(lost) >= Moment);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Makes the next key when it is time, and has the newest seal once it is known everywhere.</summary>
    internal void Tick()
    {
        try
        {
            if (_known.Length == 0 || _known[0].Age + _time.GetElapsedTime(Volatile.Read(ref _read)) >= Reign)
                Renew();
            else
                Sort();
        }
        catch (StoreUnavailableException)
        {
            // A timer may not throw; the store tells what is wrong, and the keys that there are go on.
        }
    }

    private void Read(DbConnection connection)
    {
        var before = _keys;
        _known = [.. connection.Query<(long Id, byte[] Key, long Age)>($"SELECT id, key, {SharedSql.Now} - created AS age FROM nonce_keys ORDER BY created DESC, id")
            .Select(row => new NonceKey(row.Id, row.Key, TimeSpan.FromMilliseconds(row.Age)))];
        Volatile.Write(ref _read, _time.GetTimestamp());
        if (before.Length > 0 && !_known.Any(key => Array.Exists(before, old => old.Id == key.Id)))
            Volatile.Write(ref _lost, Math.Max(1, _time.GetTimestamp()));
        Sort();
        if (_known.Length == 0 && before.Length > 0)
            _ = Task.Run(Tick); // not within this reading
    }

    /// <summary>The newest that is old enough goes first; where none is, the newest.</summary>
    private void Sort()
    {
        var passed = _time.GetElapsedTime(Volatile.Read(ref _read));
        var known = _known;
        var sealing = Array.Find(known, key => key.Age + passed >= Apprenticeship) ?? known.FirstOrDefault();
        NonceKey[] keys = sealing is null ? [] : [sealing, .. known.Where(key => key != sealing)];
        if (!keys.AsSpan().SequenceEqual(_keys))
            _keys = keys;
    }

    // Looked at within the lock: of several gateways one makes the key.
    private void Renew()
    {
        var id = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
        var terms = new { Id = id, Key = RandomNumberGenerator.GetBytes(32), Reign = (long)Reign.TotalMilliseconds };
        _store.Write((connection, transaction) => connection.Execute(
            $"""
            DELETE FROM nonce_keys WHERE created <= {SharedSql.Now} - 2 * @Reign;
            INSERT INTO nonce_keys (id, key, created) SELECT @Id, @Key, {SharedSql.Now} WHERE NOT EXISTS (SELECT FROM nonce_keys WHERE created > {SharedSql.Now} - @Reign)
            """,
            terms,
            transaction));
    }
}
