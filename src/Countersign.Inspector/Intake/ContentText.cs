using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Inspector.Intake;

/// <summary>Reads a content as text: decoded of its content coding (RFC 9110 §8.4.1) and of its charset. What is no text is null: secrets could not be found in it.</summary>
internal static class ContentText
{
    public static string? Read(ReadOnlyMemory<byte> octets, string? mediaType, string? coding, int maxLength, out bool isCut)
    {
        isCut = false;
        if (IsPicture(mediaType))
            return null;
        if (!string.IsNullOrEmpty(coding) && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase) && !IsText(octets.Span[..Math.Min(octets.Length, 4096)]))
        {
            if (Decoded(octets, coding, maxLength, out isCut) is not { } decoded)
                return null;
            octets = decoded;
        }

        if (octets.Length > maxLength)
            (octets, isCut) = (octets[..maxLength], true);
        return TextOf(octets.Span, mediaType);
    }

    private static string? TextOf(ReadOnlySpan<byte> octets, string? mediaType)
    {
        var isUtf16 = mediaType?.Contains("utf-16", StringComparison.OrdinalIgnoreCase) == true;
        if (octets.Length > 1 && octets[0] == 0xFE && octets[1] == 0xFF)
            return Encoding.BigEndianUnicode.GetString(octets[2..]);
        if (octets.Length > 1 && octets[0] == 0xFF && octets[1] == 0xFE)
            return Encoding.Unicode.GetString(octets[2..]);
        if (isUtf16 && octets.Contains((byte)0))
            return (octets[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(octets);
        if (octets.Contains((byte)0))
            return null;
        return IsText(octets) ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);
    }

    // The last character may be cut off in the middle.
    private static bool IsText(ReadOnlySpan<byte> octets)
    {
        for (var cut = 0; cut < 4 && cut <= octets.Length; cut++)
        {
            if (Utf8.IsValid(octets[..^cut]))
                return !octets.Contains((byte)0);
        }

        return false;
    }

    private static bool IsPicture(string? mediaType) =>
        mediaType is not null
        && (mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !mediaType.Contains("svg", StringComparison.OrdinalIgnoreCase)
            || mediaType.StartsWith("font/", StringComparison.OrdinalIgnoreCase)
            || mediaType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
            || mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlyMemory<byte>? Decoded(ReadOnlyMemory<byte> octets, string coding, int maxLength, out bool isCut)
    {
        isCut = false;
        try
        {
            using var source = new MemoryStream(octets.ToArray(), writable: false);
            using Stream? decoder = coding.Trim().ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(source, CompressionMode.Decompress),
                "BR" => new BrotliStream(source, CompressionMode.Decompress),
                _ => null,
            };
            if (decoder is null)
                return null;
            var decoded = new byte[maxLength + 1];
            var length = decoder.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
            isCut = length > maxLength;
            return decoded.AsMemory(0, Math.Min(length, maxLength));
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
