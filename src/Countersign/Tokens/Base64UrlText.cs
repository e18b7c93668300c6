using System.Buffers;
using System.Buffers.Text;

namespace Countersign.Tokens;

/// <summary>
/// base64url without padding (RFC 7515 §2). The framework's decoder skips blanks, takes padding and ignores spare bits; here octets have one text.
/// </summary>
internal static class Base64UrlText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>How many octets a sound text of so many characters holds.</summary>
    public static int DecodedLength(int characters) => (int)(characters * 3L / 4);

    /// <summary>Decodes into exactly <see cref="DecodedLength"/> octets; the fault counts characters of <paramref name="text"/>.</summary>
    public static TokenFault? Decode(ReadOnlySpan<char> text, Span<byte> octets)
    {
        if (text.IndexOfAnyExcept(Letters) is >= 0 and var foreign)
            return At(KindOf(text, foreign), foreign);
        if (text.Length % 4 == 1)
            return At(TokenFaultKind.Base64UrlLength, text.Length - 1);
        if (HasSpareBits(text))
            return At(TokenFaultKind.Base64UrlSpareBits, text.Length - 1);

        Base64Url.DecodeFromChars(text, octets);
        return null;

        static TokenFault At(TokenFaultKind kind, int start) => new(kind, TokenPart.Text, start, 1);
    }

    /// <summary>The octets of a text, or null when it is not sound.</summary>
    public static byte[]? DecodeOrNull(ReadOnlySpan<char> text)
    {
        var octets = new byte[DecodedLength(text.Length)];
        return Decode(text, octets) is null ? octets : null;
    }

    private static TokenFaultKind KindOf(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '+' or '/' => TokenFaultKind.Base64UrlStandardAlphabet,
        '=' when !text[at..].ContainsAnyExcept('=') => TokenFaultKind.Base64UrlPadding,
        ' ' or '\t' or '\r' or '\n' => TokenFaultKind.Base64UrlBlank,
        _ => TokenFaultKind.Base64UrlForeignCharacter,
    };

    private static bool HasSpareBits(ReadOnlySpan<char> text) => (text.Length % 4) switch
    {
        2 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b1111) != 0,
        3 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b11) != 0,
        _ => false,
    };
}
