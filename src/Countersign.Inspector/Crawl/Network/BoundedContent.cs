using System.Buffers;
using System.IO.Compression;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>Reads contents up to a bound that counts what comes out of their coding, so that little can't become much.</summary>
internal static class BoundedContent
{
    /// <summary>The content, and whether there was more.</summary>
    /// <exception cref="InvalidDataException">The coding is broken.</exception>
    public static async Task<(ReadOnlyMemory<byte> Octets, bool IsCut)> ReadAsync(HttpContent content, int most, CancellationToken cancel)
    {
        var network = await content.ReadAsStreamAsync(cancel);
        await using var plain = Decoded(network, content.Headers.ContentEncoding);
        return plain is null ? (default, false) : await ReadAsync(plain, most, content.Headers.ContentLength is { } length and <= int.MaxValue && content.Headers.ContentEncoding.Count == 0 ? (int)length : 0, cancel);
    }

    /// <summary>A file that is compressed by itself, such as a sitemap.xml.gz.</summary>
    public static async Task<(ReadOnlyMemory<byte> Octets, bool IsCut)> UnzipAsync(ReadOnlyMemory<byte> file, int most, CancellationToken cancel)
    {
        using var stream = new MemoryStream(file.ToArray(), writable: false);
        await using var plain = new GZipStream(stream, CompressionMode.Decompress);
        return await ReadAsync(plain, most, 0, cancel);
    }

    public static bool IsZipped(ReadOnlySpan<byte> octets) => octets is [0x1f, 0x8b, ..];

    /// <summary>Whether a content is coded in a way that is read here.</summary>
    public static bool Knows(ICollection<string> codings) => codings.Count == 0 || (codings.Count == 1 && codings.First().ToLowerInvariant() is "gzip" or "x-gzip" or "br" or "deflate" or "identity");

    private static Stream? Decoded(Stream network, ICollection<string> codings) => codings.Count switch
    {
        0 => network,
        1 => codings.First().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(network, CompressionMode.Decompress),
            "br" => new BrotliStream(network, CompressionMode.Decompress),
            "deflate" => new ZLibStream(network, CompressionMode.Decompress),
            "identity" => network,
            _ => null,
        },

        // Nobody codes twice but to harm.
        _ => null,
    };

    private static async Task<(ReadOnlyMemory<byte> Octets, bool IsCut)> ReadAsync(Stream plain, int most, int expected, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(expected + 1, 16 * 1024, most + 1));
        try
        {
            var count = 0;
            while (true)
            {
                if (count == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, most + 1));
                    buffer.AsSpan(0, count).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await plain.ReadAsync(buffer.AsMemory(count, Math.Min(buffer.Length, most + 1) - count), cancel);
                count += read;
                if (read == 0 || count > most)
                    break;
            }

            return (buffer.AsSpan(0, Math.Min(count, most)).ToArray(), count > most);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
