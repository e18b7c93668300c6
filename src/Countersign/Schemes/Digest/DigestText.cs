using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Schemes.Digest;

/// <summary>Joins the parts of a hashed text in UTF-8, on the stack unless it is unusually long.</summary>
internal ref struct DigestText(Span<byte> start)
{
    private Span<byte> _buffer = start;
    private byte[]? _rented;
    private int _length;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref DigestText Add(scoped ReadOnlySpan<char> part)
    {
        if (!Encoding.UTF8.TryGetBytes(part, _buffer[_length..], out var written))
        {
            Grow(Encoding.UTF8.GetMaxByteCount(part.Length));
            written = Encoding.UTF8.GetBytes(part, _buffer[_length..]);
        }

        _length += written;
        return ref this;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref DigestText Add(scoped ReadOnlySpan<byte> part)
    {
        if (part.Length > _buffer.Length - _length)
            Grow(part.Length);
        part.CopyTo(_buffer[_length..]);
        _length += part.Length;
        return ref this;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref DigestText Colon() => ref Add(":"u8);

    public readonly void HashTo(DigestAlgorithm algorithm, scoped Span<byte> hex) => DigestHash.Data(algorithm, _buffer[.._length], hex);

    /// <summary>Wipes what was joined: it may hold a password.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_buffer[.._length]);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        this = default;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(_length + more + 256);
        _buffer[.._length].CopyTo(larger);
        CryptographicOperations.ZeroMemory(_buffer[.._length]);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = larger;
        _buffer = larger;
    }
}
