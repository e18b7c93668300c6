using System.Security.Cryptography;

namespace Countersign.Schemes.Digest;

/// <summary>H(content) for auth-int, octet by octet as the content goes by (RFC 7616 §3.4.3).</summary>
public sealed class DigestContentHash
{
    private readonly DigestAlgorithm _algorithm;
    private readonly IncrementalHash? _system;
    private readonly Sha512T256? _own;

    /// <summary>The hash of no content yet.</summary>
    public DigestContentHash(DigestAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        _algorithm = algorithm;
        _system = algorithm.HashName switch
        {
            "MD5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            "SHA-256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            _ => null,
        };
        _own = _system is null ? new() : null;
    }

    /// <summary>Takes the next octets.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        _system?.AppendData(content);
        _own?.Append(content);
    }

    /// <summary>Ends the content: its digest in hex. Nothing can be added or asked afterwards.</summary>
    public byte[] Finish()
    {
        var hex = new byte[_algorithm.HexLength];
        Span<byte> digest = stackalloc byte[hex.Length / 2];
        _system?.GetHashAndReset(digest);
        _system?.Dispose();
        _own?.Finish(digest);
        Convert.TryToHexStringLower(digest, hex, out _);
        return hex;
    }
}
