using System.Globalization;
using System.Text;

namespace Countersign.Schemes.Digest;

/// <summary>The ext-value of RFC 8187 §3.2: <c>UTF-8''J%C3%A4s%C3%B8n</c>.</summary>
internal static class ExtendedValue
{
    /// <summary>Decodes; false for another charset, a broken escape or octets that are not UTF-8.</summary>
    public static bool TryRead(string value, out string text)
    {
        text = "";
        var charset = value.IndexOf('\'');
        var language = charset < 0 ? -1 : value.IndexOf('\'', charset + 1);
        if (language < 0 || !value.AsSpan(0, charset).Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
            return false;

        var encoded = value.AsSpan(language + 1);
        var octets = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                    return false;
                octets[length++] = Convert.FromHexString(encoded.Slice(i + 1, 2))[0];
                i += 2;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) && !"!#$&+-.^_`|~".Contains(c))
                return false;
            octets[length++] = (byte)c;
        }

        return TryUtf8(octets.AsSpan(0, length), out text);
    }

    /// <summary>Writes any text.</summary>
    public static string Write(string text)
    {
        var value = new StringBuilder("UTF-8''");
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet))
                value.Append((char)octet);
            else
                value.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return value.ToString();
    }

    /// <summary>What a field value that was read octet by octet says in UTF-8; null when it has no such octets or they are not UTF-8.</summary>
    public static string? AsUtf8(string raw)
    {
        if (!raw.AsSpan().ContainsAnyInRange('\x80', '\xff') || raw.AsSpan().ContainsAnyInRange('\x100', '\uffff'))
            return null;
        return TryUtf8(Encoding.Latin1.GetBytes(raw), out var text) ? text : null;
    }

    private static bool TryUtf8(ReadOnlySpan<byte> octets, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(octets))
            return false;
        text = Encoding.UTF8.GetString(octets);
        return true;
    }
}
