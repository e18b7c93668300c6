using System.Buffers.Text;

namespace Countersign.Inspector.Reading;

/// <summary>Takes the chunked transfer coding off (RFC 9112 §7.1).</summary>
internal static class ChunkedContent
{
    /// <summary>The content; null for what is not chunked, or whose chunks don't fit: some sources take it off, or shorten what they show.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> octets)
    {
        var content = new MemoryStream();
        while (true)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            if (!Utf8Parser.TryParse(line, out int size, out var digits, 'x') || size < 0 || digits is 0 or > 8 || !IsEndOfSize(line[digits..]))
                return null;
            octets = end < 0 ? [] : octets[(end + 1)..];
            if (size == 0)
                return content.ToArray();
            if (size > octets.Length)
                return null;
            content.Write(octets[..size]);
            octets = octets[size..];
            octets = octets.StartsWith("\r\n"u8) ? octets[2..] : octets.StartsWith("\n"u8) ? octets[1..] : octets;
            if (octets.IsEmpty)
                return content.ToArray();
        }
    }

    private static bool IsEndOfSize(ReadOnlySpan<byte> rest) => rest.IsEmpty || rest[0] is (byte)';' or (byte)'\r' or (byte)' ';
}
