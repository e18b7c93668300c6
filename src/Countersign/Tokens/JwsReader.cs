using System.Text;

namespace Countersign.Tokens;

/// <summary>Reads the compact serialization (RFC 7515 §7.1): three parts of strict base64url with dots between them, nothing around them.</summary>
public static class JwsReader
{
    /// <summary>The longest token that is read, in characters.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>The longest header that is read, in octets: room for a certificate chain that nobody looks at.</summary>
    public const int MaxHeaderLength = 8 * 1024;

    // RSA with 8192 bits, the longest key that is read.
    private const int MaxSignatureLength = 1024;

    /// <summary>Reads a token. Whatever the text is, the answer is a reading; faults tell all that is wrong.</summary>
    public static JwsReading Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return Unreadable(new(TokenFaultKind.TokenEmpty, TokenPart.Text));
        if (text.Length > MaxLength)
            return Unreadable(new(TokenFaultKind.TokenTooLong, TokenPart.Text, MaxLength, text.Length - MaxLength));
        if (text[0] == '{')
            return Unreadable(new(TokenFaultKind.TokenInJson, TokenPart.Text, 0, text.Length));

        var firstDot = text.IndexOf('.');
        var secondDot = firstDot < 0 ? -1 : text[(firstDot + 1)..].IndexOf('.') + firstDot + 1;
        if (firstDot < 0 || secondDot == firstDot || text[(secondDot + 1)..].Contains('.'))
            return WithoutThreeParts(text, firstDot < 0 ? text.Length : firstDot);
        return ReadParts(text, firstDot, secondDot);
    }

    private static JwsReading ReadParts(ReadOnlySpan<char> text, int firstDot, int secondDot)
    {
        var headerStart = secondDot;
        var payloadStart = headerStart + Base64UrlText.DecodedLength(firstDot);
        var signatureStart = payloadStart + Base64UrlText.DecodedLength(secondDot - firstDot - 1);
        var octets = new byte[signatureStart + Base64UrlText.DecodedLength(text.Length - secondDot - 1)];

        var faults = default(TokenFaultList);
        var isHeaderDecoded = Decode(text, 0, firstDot, octets.AsSpan(headerStart, payloadStart - headerStart), ref faults);
        var isRestDecoded = Decode(text, firstDot + 1, secondDot, octets.AsSpan(payloadStart, signatureStart - payloadStart), ref faults)
            & Decode(text, secondDot + 1, text.Length, octets.AsSpan(signatureStart), ref faults);

        var isSound = false;
        var header = isHeaderDecoded
            ? JwsHeaderReader.Read(octets.AsMemory(headerStart, payloadStart - headerStart), ref faults, out isSound)
            : null;
        isSound &= HasSignature(text.Length - secondDot - 1, octets.Length - signatureStart, header, ref faults);
        if (!isSound || !isRestDecoded || header is null)
            return new(null, header, faults.ToImmutable());

        Encoding.ASCII.GetBytes(text[..secondDot], octets);
        return new(new(header, octets, secondDot, payloadStart, signatureStart), header, faults.ToImmutable());
    }

    private static bool Decode(ReadOnlySpan<char> text, int start, int end, Span<byte> octets, ref TokenFaultList faults)
    {
        if (Base64UrlText.Decode(text[start..end], octets) is not { } fault)
            return true;
        faults.Add(fault with { Start = start + fault.Start });
        return false;
    }

    private static bool HasSignature(int characters, int octets, JwsHeader? header, ref TokenFaultList faults)
    {
        if (octets > MaxSignatureLength)
            faults.Add(new(TokenFaultKind.PartTooLong, TokenPart.Signature));

        // A token without a signature says so by its algorithm; both would say the same twice.
        else if (characters > 0 || header is { Algorithm: null, AlgorithmName: not null })
            return true;
        else
            faults.Add(new(TokenFaultKind.PartEmpty, TokenPart.Signature));
        return false;
    }

    private static JwsReading WithoutThreeParts(ReadOnlySpan<char> text, int firstDot)
    {
        var faults = default(TokenFaultList);
        faults.Add(new(text.Count('.') == 4 ? TokenFaultKind.TokenEncrypted : TokenFaultKind.TokenPartsWrong, TokenPart.Text, 0, text.Length));

        // What the first part says helps people to see what they sent; what is wrong in it is no longer of interest.
        var remarks = default(TokenFaultList);
        var octets = new byte[Base64UrlText.DecodedLength(firstDot)];
        var header = Base64UrlText.Decode(text[..firstDot], octets) is null ? JwsHeaderReader.Read(octets, ref remarks, out _) : null;
        return new(null, header, faults.ToImmutable());
    }

    private static JwsReading Unreadable(TokenFault fault) => new(null, null, [fault]);
}
