namespace Countersign.Tokens;

/// <summary>A token as read, well formed and not yet verified (RFC 7515 §7.1): nothing in it may be relied on before a key has said that it signed it.</summary>
public sealed class Jws
{
    // One array holds the signing input, the header, the payload and the signature, one after the other.
    private readonly byte[] _octets;
    private readonly int _inputLength;
    private readonly int _payloadStart;
    private readonly int _signatureStart;

    internal Jws(JwsHeader header, byte[] octets, int inputLength, int payloadStart, int signatureStart)
    {
        Header = header;
        _octets = octets;
        _inputLength = inputLength;
        _payloadStart = payloadStart;
        _signatureStart = signatureStart;
    }

    /// <summary>The header; its algorithm is known.</summary>
    public JwsHeader Header { get; }

    /// <summary>The algorithm that the header names.</summary>
    public JwsAlgorithm Algorithm => Header.Algorithm!;

    /// <summary>The decoded payload.</summary>
    public ReadOnlyMemory<byte> Payload => _octets.AsMemory(_payloadStart, _signatureStart - _payloadStart);

    /// <summary>How many octets are kept of it, a long header's too.</summary>
    internal int Length => _octets.Length;

    /// <summary>What was signed: header and payload exactly as they came, with the dot between them (RFC 7515 §5.2).</summary>
    internal ReadOnlySpan<byte> SigningInput => _octets.AsSpan(0, _inputLength);

    internal ReadOnlySpan<byte> Signature => _octets.AsSpan(_signatureStart);

    /// <summary>The algorithm alone: who has the rest has the token.</summary>
    public override string ToString() => $"{Algorithm} ***";
}
