using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Tokens.Rules;

/// <summary>SHA-256 over the characters of a token: its name in caches and revocations, from which it can't be made again.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int OnStack = 2048;

    public static TokenHash Of(string token)
    {
        byte[]? rented = null;
        var octets = token.Length <= OnStack ? stackalloc byte[OnStack] : (rented = ArrayPool<byte>.Shared.Rent(token.Length));
        var length = Encoding.Latin1.GetBytes(token, octets);
        TokenHash hash = default;
        SHA256.HashData(octets[..length], MemoryMarshal.AsBytes(new Span<TokenHash>(ref hash)));
        CryptographicOperations.ZeroMemory(octets[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    public byte[] ToArray()
    {
        var copy = this;
        return MemoryMarshal.AsBytes(new Span<TokenHash>(ref copy)).ToArray();
    }

    // The octets are as good as random already.
    public override int GetHashCode() => (int)A;
}
