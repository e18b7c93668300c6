namespace Countersign.Tokens.Keys;

/// <summary>base58btc, the text of multibase <c>z</c>: a number in the letters and digits that nobody mistakes, every leading zero octet a <c>1</c>.</summary>
internal static class Base58Text
{
    /// <summary>The longest text that is read: a P-521 point takes fewer than a hundred characters, and the work grows with the square.</summary>
    public const int MaxLength = 128;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>The octets of a text; null when it is not base58btc or too long.</summary>
    public static byte[]? DecodeOrNull(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
            return null;

        // 58 needs less than six bits, so octets are fewer than characters. Least octet last.
        Span<byte> number = stackalloc byte[MaxLength];
        var length = 0;
        foreach (var character in text)
        {
            var carry = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (carry < 0)
                return null;
            for (var i = 0; i < length || carry > 0; i++)
            {
                length = Math.Max(length, i + 1);
                carry += 58 * number[^(i + 1)];
                number[^(i + 1)] = (byte)carry;
                carry >>= 8;
            }
        }

        var octets = new byte[text.Length - text.TrimStart('1').Length + length];
        number[^length..].CopyTo(octets.AsSpan(octets.Length - length));
        return octets;
    }
}
