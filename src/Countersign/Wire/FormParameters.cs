using System.Buffers;
using System.Net;

namespace Countersign.Wire;

/// <summary>The parameters of a query or of a form (application/x-www-form-urlencoded), for who looks for one of them and leaves the others alone.</summary>
public static class FormParameters
{
    /// <summary>How often a parameter is there with a value: without one it counts as left out (RFC 6749 §3.1).</summary>
    /// <param name="text">The query without its question mark, or the content of the form, an octet a character.</param>
    /// <param name="name">The name, decoded, of ASCII.</param>
    /// <param name="first">The first value, decoded; null when there is none or when it is not well encoded.</param>
    public static int Count(ReadOnlySpan<char> text, string name, out string? first)
    {
        first = null;
        var count = 0;
        foreach (var range in text.Split('&'))
        {
            if (!IsNamed(text[range], name, out var value) || value.IsEmpty)
                continue;
            if (count++ == 0 && IsWellEncoded(value))
                first = WebUtility.UrlDecode(value.ToString());
        }

        return count;
    }

    /// <summary>The text without a parameter, with a value or not; all else stays letter for letter.</summary>
    /// <param name="text">The query without its question mark, or the content of the form, an octet a character.</param>
    /// <param name="name">The name, decoded, of ASCII.</param>
    public static string Without(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new List<string>();
        var isWhole = true;
        foreach (var range in text.AsSpan().Split('&'))
        {
            if (IsNamed(text.AsSpan(range), name, out _))
                isWhole = false;
            else
                kept.Add(text[range]);
        }

        return isWhole ? text : string.Join('&', kept);
    }

    // Whoever reads it behind us decodes names too: access%5Ftoken is access_token.
    private static bool IsNamed(ReadOnlySpan<char> pair, string name, out ReadOnlySpan<char> value)
    {
        var end = pair.IndexOf('=');
        value = end < 0 ? [] : pair[(end + 1)..];
        var written = end < 0 ? pair : pair[..end];
        var at = 0;
        foreach (var wanted in name)
        {
            if (at == written.Length)
                return false;
            var c = written[at++];
            if (c == '%' && TryOctet(written[at..], out var octet))
                (c, at) = ((char)octet, at + 2);
            else if (c == '+')
                c = ' ';
            if (c != wanted)
                return false;
        }

        return at == written.Length;
    }

    private static bool IsWellEncoded(ReadOnlySpan<char> value)
    {
        for (var at = value.IndexOf('%'); at >= 0; at = value.IndexOf('%'))
        {
            if (!TryOctet(value[(at + 1)..], out _))
                return false;
            value = value[(at + 3)..];
        }

        return true;
    }

    private static bool TryOctet(ReadOnlySpan<char> digits, out byte octet)
    {
        octet = 0;
        return digits.Length >= 2 && Convert.FromHexString(digits[..2], new Span<byte>(ref octet), out _, out _) == OperationStatus.Done;
    }
}
