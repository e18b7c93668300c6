using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// Remembers the bare fact that a password matched a stored hash: never a wrong password, never what follows from the fact. Who the user is and may do is
/// read anew at every request. Keys are keyed hashes over length-prefixed parts, so no two triples share a key and none can be read back.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="capacity">How many facts are kept.</param>
/// <param name="lifetime">How long a fact holds after the check; five minutes by default.</param>
public sealed class VerifiedCache(TimeProvider time, int capacity = 10_000, TimeSpan? lifetime = null)
{
    private const int OnStack = 512;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<Key, long> _ends = new();
    private readonly long _lifetime = (long)((lifetime ?? TimeSpan.FromMinutes(5)).TotalSeconds * time.TimestampFrequency);
    private readonly Lock _making = new();
    private int _count;

    /// <summary>How many facts are kept at the moment.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>Whether this password was found to match this hash for this user, not too long ago.</summary>
    internal bool Holds(string user, string password, PasswordHash stored) =>
        _ends.TryGetValue(KeyOf(user, password, stored.Text), out var end) && time.GetTimestamp() < end;

    /// <summary>Remembers that it matches.</summary>
    internal void Remember(string user, string password, PasswordHash stored)
    {
        var key = KeyOf(user, password, stored.Text);
        lock (_making)
        {
            if (!_ends.ContainsKey(key))
            {
                if (_count >= capacity)
                    MakeRoom();
                Volatile.Write(ref _count, _count + 1);
            }

            _ends[key] = time.GetTimestamp() + _lifetime;
        }
    }

    /// <summary>The key of a fact.</summary>
    internal Key KeyOf(string user, string password, string hash)
    {
        var size = _secret.Length + (3 * sizeof(int)) + Encoding.UTF8.GetMaxByteCount(user.Length)
            + Encoding.UTF8.GetMaxByteCount(password.Length) + Encoding.UTF8.GetMaxByteCount(hash.Length);
        byte[]? rented = null;
        var parts = size <= OnStack ? stackalloc byte[OnStack] : (rented = ArrayPool<byte>.Shared.Rent(size));
        try
        {
            // A secret prefix keys the hash well enough and costs a quarter of HMAC: the result is never shown, so nothing can be appended to it.
            _secret.CopyTo(parts);
            var length = Append(parts, _secret.Length, user);
            length = Append(parts, length, password);
            length = Append(parts, length, hash);
            Key key = default;
            SHA256.HashData(parts[..length], MemoryMarshal.AsBytes(new Span<Key>(ref key)));
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parts);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int Append(Span<byte> parts, int at, string part)
    {
        var length = Encoding.UTF8.GetBytes(part, parts[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(parts[at..], length);
        return at + sizeof(int) + length;
    }

    /// <summary>Drops what has ended and, if that is not enough, an eighth of the rest: a forgotten fact costs one more check and nothing else.</summary>
    private void MakeRoom()
    {
        var now = time.GetTimestamp();
        var toDrop = Math.Max(1, capacity / 8);
        foreach (var (key, end) in _ends)
        {
            if (end <= now)
                Drop(key);
        }

        foreach (var (key, _) in _ends)
        {
            if (_count <= capacity - toDrop)
                return;
            Drop(key);
        }
    }

    private void Drop(Key key)
    {
        if (_ends.TryRemove(key, out _))
            Volatile.Write(ref _count, _count - 1);
    }

    /// <summary>A keyed hash of 32 octets, by value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Key(ulong A, ulong B, ulong C, ulong D)
    {
        // The octets are as good as random already.
        public override int GetHashCode() => (int)A;
    }
}
