using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Makes Unicode of JSON that has other things in its strings: U+FFFD takes their place.</summary>
internal static class UnicodeText
{
    private const int LengthOfEscape = 6;

    /// <summary>The JSON without octets that are no UTF-8, and without escaped halves of surrogate pairs (RFC 8259 §8.2).</summary>
    public static byte[] Mended(ReadOnlySpan<byte> json)
    {
        var mended = Utf8.IsValid(json) ? json.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        for (var at = 0; at < mended.Length && mended.AsSpan(at).IndexOf((byte)'\\') is >= 0 and var offset;)
        {
            at += offset;
            var c = Escaped(mended, at);
            if (c is null)
            {
                at += 2;
                continue;
            }

            var isPair = char.IsHighSurrogate(c.Value) && Escaped(mended, at + LengthOfEscape) is { } next && char.IsLowSurrogate(next);
            if (!isPair && char.IsSurrogate(c.Value))
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            at += isPair ? 2 * LengthOfEscape : LengthOfEscape;
        }

        return mended;
    }

    private static char? Escaped(byte[] json, int at) =>
        at + LengthOfEscape <= json.Length && json[at] == (byte)'\\' && json[at + 1] == (byte)'u' && Utf8Parser.TryParse(json.AsSpan(at + 2, 4), out ushort code, out var length, 'x') && length == 4 ? (char)code : null;
}
