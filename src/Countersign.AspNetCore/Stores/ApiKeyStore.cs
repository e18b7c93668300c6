using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>The keys of the store, as SHA-256 hashes. Look-ups are from memory and allocate nothing; a new key is known at its first use, a revoked one refused within a second.</summary>
public sealed class ApiKeyStore : IApiKeys, IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(10);
    private const int FlushedAtOnce = 1_000;
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly ConcurrentDictionary<string, long> _used = new(StringComparer.Ordinal);
    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>Reads the keys of a store and watches for changes.</summary>
    public ApiKeyStore(Store store, TimeProvider? time = null)
    {
        _store = store;
        _time = time ?? TimeProvider.System;
        store.Watching("api_keys", Reload);
        if (!store.IsReadOnly)
            _timer = _time.CreateTimer(static state => ((ApiKeyStore)state!).FlushQuietly(), this, FlushInterval, FlushInterval);
    }

    /// <inheritdoc/>
    public ValueTask<ApiKeyCheck> FindAsync(string presentedKey, CancellationToken cancel)
    {
        var check = Find(presentedKey);
        return check.Outcome == ApiKeyOutcome.Unknown ? FindAnewAsync(presentedKey, cancel) : ValueTask.FromResult(check);
    }

    /// <summary>Creates a key. It is on the disk when this returns, and its text is known to the caller alone.</summary>
    public NewApiKey Create(string name, ImmutableArray<string> scopes = default, string? owner = null, DateTimeOffset? expires = null)
    {
        StorableText.Demand([name, owner, .. scopes.IsDefault ? [] : scopes]);
        var draft = new ApiKeyRecord("", name, "")
        {
            Scopes = scopes.IsDefault ? [] : scopes,
            Owner = owner,
            Created = Now(),
            Expires = expires,
        };
        return _store.Write((connection, transaction) => ApiKeyRow.Insert(connection, transaction, draft));
    }

    /// <summary>Makes a key that takes the place of another: with its name, scopes and owner. The other ends after the overlap, or at its own end if that is sooner.</summary>
    /// <param name="id">The key to replace.</param>
    /// <param name="overlap">How long both are good; zero ends the old one at once.</param>
    /// <param name="expires">When the new key ends; when left out, it lives as long as the old one was to.</param>
    public ApiKeyRotation Rotate(string id, TimeSpan overlap, DateTimeOffset? expires = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        if (!StorableText.Is(id))
            return new(ApiKeyRotationOutcome.Unknown);
        return _store.Write((connection, transaction) =>
        {
            var now = Now();
            if (ApiKeyRow.Find(connection, transaction, id)?.ToRecord() is not { } old)
                return new ApiKeyRotation(ApiKeyRotationOutcome.Unknown);
            if (WhyNot(old, now) is { } outcome)
                return new ApiKeyRotation(outcome, Old: old);

            var end = old.Expires < now + overlap ? old.Expires.Value : now + overlap;
            connection.Execute("UPDATE api_keys SET expires = @End WHERE id = @Id", new { Id = id, End = end.ToUnixTimeMilliseconds() }, transaction);
            var draft = old with { Created = now, Expires = expires ?? now + (old.Expires - old.Created), LastUsed = null, Replaces = id };
            var made = ApiKeyRow.Insert(connection, transaction, draft);
            return new ApiKeyRotation(ApiKeyRotationOutcome.Rotated, made, old with { Expires = end, ReplacedBy = made.Record.Id });
        });
    }

    /// <summary>All keys, the oldest first, the revoked and expired ones too.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<ApiKeyRecord> List() =>
        _store.Read("keys", connection => ApiKeyRow.All(connection).Select(row => row.ToRecord()).ToList());

    /// <summary>Revokes a key by its id; false when there is none or it was revoked before.</summary>
    public bool Revoke(string id) => StorableText.Is(id) && _store.Write((connection, transaction) => connection.Execute(
        "UPDATE api_keys SET revoked = @Now WHERE id = @Id AND revoked IS NULL",
        new { Id = id, Now = _time.GetUtcNow().ToUnixTimeMilliseconds() },
        transaction)) == 1;

    /// <summary>Writes the times of last use, if the store takes them soon.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        if (!_used.IsEmpty)
            Task.Run(FlushQuietly).Wait(LastPatience);
    }

    /// <summary>Writes the times of last use that are not written yet.</summary>
    internal void Flush()
    {
        if (_used.IsEmpty)
            return;
        var batch = new List<(string Id, long At)>();
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at))
                batch.Add((id, at));
        }

        foreach (var part in batch.Chunk(FlushedAtOnce))
            _store.Write((connection, transaction) => ApiKeyRow.MarkUsed(connection, transaction, part));
    }

    /// <summary>Looks a key up in memory.</summary>
    internal ApiKeyCheck Find(ReadOnlySpan<char> presented)
    {
        if (!_store.IsReadable)
            return new(ApiKeyOutcome.Unavailable, null, "the store can't be read");
        if (!ApiKeyText.IsWellFormed(presented))
            return new(ApiKeyOutcome.Malformed, null, Misfit(presented));

        Span<byte> text = stackalloc byte[ApiKeyText.Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(presented, text);
        SHA256.HashData(text, hash);
        CryptographicOperations.ZeroMemory(text);

        var snapshot = _snapshot;
        if (snapshot.Find(hash) is not { } entry)
        {
            return new(ApiKeyOutcome.Unknown, null, snapshot.Ids.Contains(new string(ApiKeyText.IdOf(presented)))
                ? "a key with this id is known, its secret is another"
                : "no key with this id is known");
        }

        if (entry.IsRevoked)
            return new(ApiKeyOutcome.Revoked, entry.Subject, entry.Evidence);
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now >= entry.Expires)
            return new(ApiKeyOutcome.Expired, entry.Subject, entry.Evidence);
        entry.MarkUsed(now, _used);
        return new(ApiKeyOutcome.Good, entry.Subject);
    }

    /// <summary>Another process may have made it since the last poll.</summary>
    private async ValueTask<ApiKeyCheck> FindAnewAsync(string presentedKey, CancellationToken cancel)
    {
        await _store.LookAsync(cancel);
        return Find(presentedKey);
    }

    private static ApiKeyRotationOutcome? WhyNot(ApiKeyRecord key, DateTimeOffset now)
    {
        if (key.Revoked is not null)
            return ApiKeyRotationOutcome.Revoked;
        if (key.ReplacedBy is not null)
            return ApiKeyRotationOutcome.Replaced;
        return now >= key.Expires ? ApiKeyRotationOutcome.Expired : null;
    }

    /// <summary>As the store keeps it, in milliseconds.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private static string Misfit(ReadOnlySpan<char> presented)
    {
        if (!presented.StartsWith(ApiKeyText.Mark, StringComparison.Ordinal))
            return $"it does not begin with {ApiKeyText.Mark}";
        return presented.Length != ApiKeyText.Length
            ? string.Create(CultureInfo.InvariantCulture, $"it has {presented.Length} characters, a key has {ApiKeyText.Length}")
            : "its checksum does not fit";
    }

    private void FlushQuietly()
    {
        try
        {
            Flush();
        }
        catch (Exception)
        {
            // A timer may not throw. Last use is a convenience; the next use of the key writes it again.
        }
    }

    private void Reload(DbConnection connection)
    {
        var before = _snapshot.ByHash;
        var entries = ApiKeyRow.All(connection).Select(row => new Entry(row)).ToList();
        foreach (var entry in entries)
            entry.Inherit(before.GetValueOrDefault(entry.Bucket));
        _snapshot = new(
            entries.ToFrozenDictionary(entry => entry.Bucket),
            entries.Select(entry => entry.Subject.Name).ToFrozenSet(StringComparer.Ordinal));
    }

    private sealed record Snapshot(FrozenDictionary<UInt128, Entry> ByHash, FrozenSet<string> Ids)
    {
        public static Snapshot Empty { get; } = new(FrozenDictionary<UInt128, Entry>.Empty, FrozenSet<string>.Empty);

        /// <summary>The bucket is chosen by bits of a hash, which tell nothing of the key; within it all 256 bits are compared.</summary>
        public Entry? Find(ReadOnlySpan<byte> hash) =>
            ByHash.TryGetValue(BinaryPrimitives.ReadUInt128LittleEndian(hash), out var entry) && CryptographicOperations.FixedTimeEquals(entry.Hash, hash)
                ? entry
                : null;
    }

    private sealed class Entry
    {
        private static readonly long Minute = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;
        private long _marked;

        public Entry(ApiKeyRow row)
        {
            var record = row.ToRecord();
            Hash = row.Hash;
            Bucket = BinaryPrimitives.ReadUInt128LittleEndian(row.Hash);
            Subject = new Subject(record.Id) { Kind = "key", Scopes = record.Scopes };
            Expires = row.Expires ?? long.MaxValue;
            IsRevoked = row.Revoked is not null;
            var end = record.Revoked is { } revoked ? $"revoked {revoked:u}" : record.Expires is { } expires ? $"expires {expires:u}" : "no end";
            Evidence = $"key {record.Prefix}, {end}";
        }

        public byte[] Hash { get; }

        public UInt128 Bucket { get; }

        public Subject Subject { get; }

        public long Expires { get; }

        public bool IsRevoked { get; }

        public string Evidence { get; }

        public void Inherit(Entry? before) => _marked = before is null ? 0 : Volatile.Read(ref before._marked);

        /// <summary>Once a minute at most, by one thread of those that meet.</summary>
        public void MarkUsed(long now, ConcurrentDictionary<string, long> used)
        {
            var marked = Volatile.Read(ref _marked);
            if (now - marked >= Minute && Interlocked.CompareExchange(ref _marked, now, marked) == marked)
                used[Subject.Name] = now;
        }
    }
}
