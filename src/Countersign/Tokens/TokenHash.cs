using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Tokens;

/// <summary>SHA-256 over the octets of a token: its name in caches and revocations, from which it can't be made again.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TokenHash
{
    private const int OnStack = 2048;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    internal TokenHash(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>The hash of a token: of its ASCII characters, of any other text of its UTF-8, so that no two have the same octets.</summary>
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        byte[]? rented = null;
        var length = Encoding.UTF8.GetByteCount(token);
        var octets = (length <= OnStack ? stackalloc byte[OnStack] : (rented = ArrayPool<byte>.Shared.Rent(length)))[..length];
        Encoding.UTF8.GetBytes(token, octets);
        TokenHash hash = default;
        SHA256.HashData(octets, MemoryMarshal.AsBytes(new Span<TokenHash>(ref hash)));
        CryptographicOperations.ZeroMemory(octets);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Reads what <see cref="ToString"/> writes, whatever the case of the letters; false when a text is no 64 hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out TokenHash hash)
    {
        hash = default;
        return digits.Length == 2 * SHA256.HashSizeInBytes
            && Convert.FromHexString(digits, MemoryMarshal.AsBytes(new Span<TokenHash>(ref hash)), out _, out _) == OperationStatus.Done;
    }

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        var copy = this;
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(new Span<TokenHash>(ref copy)));
    }

    /// <summary>The hash as proofs carry it (<c>ath</c>, RFC 9449 §4.2).</summary>
    internal string ToBase64Url()
    {
        var copy = this;
        return Base64Url.EncodeToString(MemoryMarshal.AsBytes(new Span<TokenHash>(ref copy)));
    }

    /// <summary>Eight of its octets, none of which is in the hash code.</summary>
    internal ulong Fingerprint => _b;

    // The octets are as good as random already.
    /// <inheritdoc/>
    public override int GetHashCode() => (int)_a;
}
