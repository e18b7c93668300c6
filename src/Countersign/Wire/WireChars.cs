using System.Buffers;

namespace Countersign.Wire;

/// <summary>The character classes of RFC 9110 §5.6 and §11.2.</summary>
public static class WireChars
{
    private const string AlphaNumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>tchar (RFC 9110 §5.6.2).</summary>
    internal static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~" + AlphaNumeric);

    /// <summary>What token68 is made of before its padding (RFC 9110 §11.2).</summary>
    internal static readonly SearchValues<char> Token68 = SearchValues.Create("-._~+/" + AlphaNumeric);

    /// <summary>qdtext without obs-text (RFC 9110 §5.6.4).</summary>
    internal static readonly SearchValues<char> PlainQuoted = SearchValues.Create("\t !#$%&'()*+,-./:;<=>?@[]^_`{|}~" + AlphaNumeric);

    /// <summary>What must never stand in a field value (RFC 9110 §5.5).</summary>
    internal static readonly SearchValues<char> LineBreaking = SearchValues.Create("\0\r\n");

    /// <summary>Whether a text is a token (RFC 9110 §5.6.2): what methods and names of fields, schemes and parameters are made of.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>Whether a text is a token68 (RFC 9110 §11.2), which RFC 6750 §2.1 calls b64token: what access tokens are made of.</summary>
    public static bool IsToken68(ReadOnlySpan<char> text)
    {
        var letters = text.TrimEnd('=');
        return !letters.IsEmpty && !letters.ContainsAnyExcept(Token68);
    }

    /// <summary>Anything that a quoted-string can carry, escaped or not; characters above FF count as the obs-text that they are sent as.</summary>
    internal static bool IsText(char c) => c == '\t' || c >= ' ' && c != '\x7f';

    internal static bool IsWhiteSpace(char c) => c is ' ' or '\t';
}
