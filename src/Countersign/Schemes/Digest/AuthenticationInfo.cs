using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;

namespace Countersign.Schemes.Digest;

/// <summary>What the answer to an admitted request tells the client: that we know the secret too, and the next nonce (RFC 7616 §3.5).</summary>
internal sealed class AuthenticationInfo : ResponseDuty
{
    private readonly DigestAlgorithm _algorithm;
    private readonly string _secret;
    private readonly DigestParts _parts;
    private readonly string? _nextNonce;
    private readonly ContentHash? _content;
    private readonly bool _signs;

    // signs: always for auth, only before trailers for auth-int, whose rspauth covers the content.
    public AuthenticationInfo(DigestAlgorithm algorithm, string secret, in DigestParts parts, string? nextNonce, bool signs, bool coversContent)
    {
        _algorithm = algorithm;
        _secret = secret;
        _parts = parts;
        _nextNonce = nextNonce;
        _signs = signs;
        if (signs && coversContent)
            _content = new ContentHash(algorithm);
    }

    public override string FieldName => "Authentication-Info";

    public override bool NeedsContent => _content is not null;

    public override void Append(ReadOnlySpan<byte> content) => _content?.Append(content);

    public override string Value()
    {
        var next = _nextNonce is null ? "" : $"nextnonce=\"{_nextNonce}\"";
        if (!_signs)
            return next;

        Span<byte> contentHex = stackalloc byte[DigestHash.MaxHex];
        contentHex = _content is null ? default : contentHex[.._algorithm.HexLength];
        _content?.Finish(contentHex);
        Span<byte> proof = stackalloc byte[DigestHash.MaxHex];
        proof = proof[.._algorithm.HexLength];
        DigestHash.FromSecret(_algorithm, _secret, "", _parts, contentHex, proof);

        var cnonce = _parts.Cnonce.Replace("\\", "\\\\").Replace("\"", "\\\"");
        var separator = next.Length > 0 ? ", " : "";
        return $"{next}{separator}qop={_parts.Qop}, rspauth=\"{Encoding.ASCII.GetString(proof)}\", cnonce=\"{cnonce}\", nc={_parts.Count}";
    }

    private sealed class ContentHash(DigestAlgorithm algorithm)
    {
        private readonly IncrementalHash? _system = algorithm.HashName switch
        {
            "MD5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            "SHA-256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            _ => null,
        };

        private readonly Sha512T256? _own = algorithm.HashName == "SHA-512-256" ? new() : null;

        public void Append(ReadOnlySpan<byte> content)
        {
            _system?.AppendData(content);
            _own?.Append(content);
        }

        public void Finish(Span<byte> hex)
        {
            Span<byte> digest = stackalloc byte[hex.Length / 2];
            _system?.GetHashAndReset(digest);
            _system?.Dispose();
            _own?.Finish(digest);
            Convert.TryToHexStringLower(digest, hex, out _);
        }
    }
}
