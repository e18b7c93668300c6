using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Schemes.Basic;

/// <summary>Reads the token68 of Basic credentials: strict base64 over user-id, colon, password (RFC 7617 §2).</summary>
internal static class BasicLoginReader
{
    private const int OnStack = 512;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Reads a token68. On failure <paramref name="fault"/> says what is wrong without showing any of it.</summary>
    public static bool TryRead(string? token68, out BasicLogin login, [NotNullWhen(false)] out string? fault)
    {
        login = default;
        if (string.IsNullOrEmpty(token68))
        {
            fault = "there is no base64 text after the scheme";
            return false;
        }

        if (token68.Length % 4 != 0)
        {
            fault = "the base64 padding is missing";
            return false;
        }

        var size = token68.Length / 4 * 3;
        byte[]? rented = null;
        var octets = size <= OnStack ? stackalloc byte[OnStack] : (rented = ArrayPool<byte>.Shared.Rent(size));
        try
        {
            // The framework's decoder skips white space and ignores pad bits; RFC 4648 §3.3 and §3.5 do not.
            if (token68.AsSpan().ContainsAny(" \t\r\n") || !Convert.TryFromBase64String(token68, octets, out var length))
            {
                fault = token68.AsSpan().ContainsAny('-', '_') ? "the text is base64url, not base64" : "the text is not base64";
                return false;
            }

            if (HasPadBits(token68))
            {
                fault = "the pad bits of the base64 text are not zero";
                return false;
            }

            return TrySplit(octets[..length], out login, out fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TrySplit(ReadOnlySpan<byte> octets, out BasicLogin login, [NotNullWhen(false)] out string? fault)
    {
        login = default;

        // A colon is one octet in both encodings, so the split may come first.
        var colon = octets.IndexOf((byte)':');
        if (colon < 0)
        {
            fault = "there is no colon between user name and password";
            return false;
        }

        // With charset="UTF-8" offered, octets that are no UTF-8 come from clients that never read the charset (RFC 7617 §3, B.3).
        var isLatin1 = !Utf8.IsValid(octets);
        var encoding = isLatin1 ? Encoding.Latin1 : Encoding.UTF8;
        var user = encoding.GetString(octets[..colon]);
        var password = encoding.GetString(octets[(colon + 1)..]);
        if (HasControl(user) || HasControl(password))
        {
            fault = "there is a control character, perhaps a line end, in the user name or password";
            return false;
        }

        if (!Nfc.TryNormalize(user, out var canonicalUser) || !Nfc.TryNormalize(password, out var canonicalPassword))
        {
            fault = "there is a code point that no text has (U+FFFE) in the user name or password";
            return false;
        }

        login = new(canonicalUser, canonicalPassword, isLatin1);
        fault = null;
        return true;
    }

    private static bool HasPadBits(string token68)
    {
        if (token68[^1] != '=')
            return false;
        return token68[^2] == '='
            ? (Alphabet.IndexOf(token68[^3], StringComparison.Ordinal) & 0b1111) != 0
            : (Alphabet.IndexOf(token68[^2], StringComparison.Ordinal) & 0b11) != 0;
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return true;
        }

        return false;
    }
}
