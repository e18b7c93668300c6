using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Schemes.Digest;

/// <summary>
/// Nonces without memory: time and chance under a MAC (RFC 7616 §3.3), bound to the realm and to their lifetime. Under another lifetime a nonce is
/// foreign: it would end at another time than its used counts are remembered for.
/// </summary>
#pragma warning disable CA1001 // what the threads hold goes with this object, when nobody uses it any more
public sealed class DigestNonces : IDigestNonces
#pragma warning restore CA1001
{
    private const int TimeBytes = 8;
    private const int BodyBytes = TimeBytes + 12;
    private const int AllBytes = BodyBytes + MacBytes;
    private const int MacBytes = 16;
    private const int TextLength = AllBytes / 3 * 4;
    private const int Remembered = 1024;

    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;

    // A keyed MAC is dear to set up and cheap to use again.
    private readonly ThreadLocal<IncrementalHash> _seals;

    // That a nonce is ours, and since when, never changes: clients that count on one nonce cost one MAC.
    private readonly Known?[] _known = new Known?[Remembered];

    /// <summary>Nonces that live for <paramref name="lifetime"/>, under a random key: a new start knows none of the old.</summary>
    public DigestNonces(TimeProvider time, TimeSpan lifetime)
        : this(time, lifetime, RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <summary>Nonces under a key that several gateways share.</summary>
    public DigestNonces(TimeProvider time, TimeSpan lifetime, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32, nameof(key));
        _time = time;
        _lifetime = lifetime;
        var bound = new byte[key.Length + sizeof(long)];
        key.CopyTo(bound);
        BinaryPrimitives.WriteInt64BigEndian(bound.AsSpan(key.Length), lifetime.Ticks);
        _seals = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, bound));
    }

    /// <inheritdoc/>
    public string Create(string realm)
    {
        Span<byte> nonce = stackalloc byte[AllBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, _time.GetUtcNow().ToUnixTimeMilliseconds());
        RandomOctets.Fill(nonce[TimeBytes..BodyBytes]);
        Mac(nonce[..BodyBytes], realm, nonce[BodyBytes..]);
        return Base64Url.EncodeToString(nonce);
    }

    /// <inheritdoc/>
    public DigestNonce Read(string nonce, string realm)
    {
        var place = (int)((uint)string.GetHashCode(nonce, StringComparison.Ordinal) % Remembered);
        if (Volatile.Read(ref _known[place]) is { } known && known.Nonce == nonce && known.Realm == realm)
            return StateOf(known.Issued);

        // 36 octets are 48 digits without padding or spare bits: no nonce has a second spelling that would escape the replay ledger.
        Span<byte> bytes = stackalloc byte[AllBytes];
        Span<byte> mac = stackalloc byte[MacBytes];
        if (nonce.Length != TextLength
            || Base64Url.DecodeFromChars(nonce, bytes, out _, out var written) != OperationStatus.Done
            || written != AllBytes)
            return default;
        Mac(bytes[..BodyBytes], realm, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[BodyBytes..]))
            return default;

        var issued = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        Volatile.Write(ref _known[place], new(nonce, realm, issued));
        return StateOf(issued);
    }

    private DigestNonce StateOf(DateTimeOffset issued)
    {
        var expires = issued + _lifetime;
        var now = _time.GetUtcNow();
        if (now >= expires)
            return new(DigestNonceState.Expired, expires, IsAgeing: false);
        return new(DigestNonceState.Alive, expires, IsAgeing: now >= issued + (_lifetime / 2));
    }

    private void Mac(ReadOnlySpan<byte> body, string realm, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> space = stackalloc byte[256];
        var length = Encoding.UTF8.GetByteCount(realm);
        var text = length <= space.Length ? space[..length] : new byte[length];
        Encoding.UTF8.GetBytes(realm, text);
        var seal = _seals.Value!;
        seal.AppendData(body);
        seal.AppendData(text);
        seal.GetHashAndReset(full);
        full[..MacBytes].CopyTo(mac);
    }

    private sealed record Known(string Nonce, string Realm, DateTimeOffset Issued);
}
