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
    private readonly DigestContentHash? _content;
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
            _content = new(algorithm);
    }

    public override string FieldName => "Authentication-Info";

    public override bool NeedsContent => _content is not null;

    public override void Append(ReadOnlySpan<byte> content) => _content?.Append(content);

    public override string Value()
    {
        var next = _nextNonce is null ? "" : $"nextnonce=\"{_nextNonce}\"";
        if (!_signs)
            return next;

        var contentHex = _content?.Finish();
        Span<byte> proof = stackalloc byte[DigestHash.MaxHex];
        proof = proof[.._algorithm.HexLength];
        DigestHash.FromSecret(_algorithm, _secret, "", _parts, contentHex, proof);

        var cnonce = _parts.Cnonce.Replace("\\", "\\\\").Replace("\"", "\\\"");
        var separator = next.Length > 0 ? ", " : "";
        return $"{next}{separator}qop={_parts.Qop}, rspauth=\"{Encoding.ASCII.GetString(proof)}\", cnonce=\"{cnonce}\", nc={_parts.Count}";
    }
}
