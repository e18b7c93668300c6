using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Countersign.Tokens.Dpop;

/// <summary>
/// Nonces without memory: a step of the clock under a MAC. There is one for all clients in each step, so that an answer costs no MAC, and gateways
/// that share a key give the very same.
/// </summary>
public sealed class DpopNonces : IDpopNonces
{
    /// <summary>How long the same nonce is given; it lives so much shorter than its lifetime at worst.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private const int TimeBytes = 8;
    private const int MacBytes = 16;
    private const int AllBytes = TimeBytes + MacBytes;
    private const int TextLength = AllBytes / 3 * 4;

    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;
    private readonly byte[] _key;
    private Given? _given;

    /// <summary>Nonces that live for <paramref name="lifetime"/>, under a random key: a new start knows none of the old.</summary>
    public DpopNonces(TimeProvider time, TimeSpan lifetime)
        : this(time, lifetime, RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <summary>Nonces under a key of at least 32 octets that several gateways share. A lifetime is longer than two steps.</summary>
    public DpopNonces(TimeProvider time, TimeSpan lifetime, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, 2 * Step);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32, nameof(key));
        _time = time;
        _lifetime = lifetime;

        // A key of its own: what else the given one seals is no nonce, and no nonce is anything else.
        _key = HMACSHA256.HashData(key, "DPoP-Nonce"u8);
    }

    /// <inheritdoc/>
    public string Create()
    {
        var step = _time.GetUtcNow().UtcTicks / Step.Ticks;
        var given = Volatile.Read(ref _given);
        if (given?.Step == step)
            return given.Nonce;

        Span<byte> nonce = stackalloc byte[AllBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, step);
        Mac(nonce[..TimeBytes], nonce[TimeBytes..]);
        given = new(step, Base64Url.EncodeToString(nonce));
        Volatile.Write(ref _given, given);
        return given.Nonce;
    }

    /// <inheritdoc/>
    public DpopNonce Read(string nonce)
    {
        if (Volatile.Read(ref _given) is { } given && given.Nonce == nonce)
            return StateOf(given.Step);

        Span<byte> octets = stackalloc byte[AllBytes];
        Span<byte> mac = stackalloc byte[MacBytes];
        if (nonce.Length != TextLength
            || Base64Url.DecodeFromChars(nonce, octets, out _, out var written) != OperationStatus.Done
            || written != AllBytes)
            return default;
        Mac(octets[..TimeBytes], mac);
        return CryptographicOperations.FixedTimeEquals(mac, octets[TimeBytes..]) ? StateOf(BinaryPrimitives.ReadInt64BigEndian(octets)) : default;
    }

    // A step ahead of the clock is one of another gateway whose clock is.
    private DpopNonce StateOf(long step)
    {
        var ends = new DateTimeOffset(step * Step.Ticks, TimeSpan.Zero) + _lifetime;
        var left = ends - _time.GetUtcNow();
        return left <= TimeSpan.Zero ? new(DpopNonceState.Expired, IsAgeing: false, ends) : new(DpopNonceState.Alive, IsAgeing: left <= _lifetime / 2, ends);
    }

    private void Mac(ReadOnlySpan<byte> time, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, time, full);
        full[..MacBytes].CopyTo(mac);
    }

    private sealed record Given(long Step, string Nonce);
}
