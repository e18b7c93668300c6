using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading.Curl;
using Countersign.Inspector.Reading.Har;

namespace Countersign.Inspector.Reading;

/// <summary>Tells what a transcript is written in, and reads it.</summary>
internal static class TranscriptReader
{
    /// <summary>How many lines are looked at to tell what it is.</summary>
    private const int Lines = 2000;

    private const int FirstRead = 128 * 1024;

    /// <summary>Reads a file as it is, in UTF-8 or UTF-16.</summary>
    /// <param name="octets">The file.</param>
    /// <param name="problem">Why it is not read, with the nearest guess; null where it is.</param>
    /// <param name="token">A token that is given beside it; null for none.</param>
    public static Recording? Read(ReadOnlyMemory<byte> octets, out string? problem, string? token = null)
    {
        problem = TooLong(octets);
        if (problem is not null)
            return null;
        if (Utf16Of(octets.Span) is { } utf16)
            octets = Encoding.UTF8.GetBytes(utf16.GetString(octets.Span));
        if (octets.Span is [0xEF, 0xBB, 0xBF, ..])
            octets = octets[3..];
        if (LooksLikeHar(octets.Span))
            return HarReader.Read(octets, token);

        if (octets.Length > ReadingBounds.MaxText)
        {
            problem = $"the transcript has more than {ReadingBounds.MaxText / 1024 / 1024} MiB.";
            return null;
        }

        var text = Encoding.UTF8.GetString(octets.Span);
        switch (FormatOf(text))
        {
            case TranscriptFormat.CurlTrace: return CurlTraceReader.Read(text, token);
            case TranscriptFormat.CurlVerbose: return CurlVerboseReader.Read(text, token);
            case TranscriptFormat.RawHttp: return RawHttpReader.Read(text, token);
            default:
                problem = NearestGuess.Of(text);
                return null;
        }
    }

    /// <summary>Reads a stream to its end, or until it is too long for what it begins as: devices and pipes need not end.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="expected">How long it is; 0 where that isn't known.</param>
    public static ReadOnlyMemory<byte> Octets(Stream source, long expected)
    {
        var octets = new byte[Math.Clamp(expected, 0, ReadingBounds.MaxText) + FirstRead];
        var length = 0;
        while (source.Read(octets.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            var most = 1 + (LooksLikeHar(octets.AsSpan(0, length)) || Utf16Of(octets) is not null ? ReadingBounds.MaxHar : ReadingBounds.MaxText);
            if (length >= most)
                break;
            if (length < octets.Length)
                continue;

            // Room that nothing was written to costs nothing; copies do.
            var wider = GC.AllocateUninitializedArray<byte>(length >= ReadingBounds.MaxText ? most : Math.Min(most, 2 * length));
            octets.CopyTo(wider, 0);
            octets = wider;
        }

        return octets.AsMemory(0, length);
    }

    /// <summary>What a text is written in.</summary>
    public static TranscriptFormat FormatOf(string text)
    {
        if (LooksLikeHar(Encoding.UTF8.GetBytes(text.Length > 4096 ? text[..4096] : text)))
            return TranscriptFormat.Har;
        var lines = new TranscriptLines(text.Length > 4 * 1024 * 1024 ? text[..(4 * 1024 * 1024)] : text);
        var isRaw = false;
        for (var i = 0; i < Lines && !lines.IsAtEnd; i++)
        {
            var line = lines.Take();
            if (CurlTraceReader.Begins(line))
                return TranscriptFormat.CurlTrace;
            if (!isRaw && CurlVerboseReader.Begins(line))
                return TranscriptFormat.CurlVerbose;
            isRaw |= RawHttpReader.Begins(line);
        }

        return isRaw ? TranscriptFormat.RawHttp : TranscriptFormat.Unknown;
    }

    private static bool LooksLikeHar(ReadOnlySpan<byte> octets)
    {
        var start = octets[..Math.Min(octets.Length, 64 * 1024)].TrimStart(" \t\r\n"u8);
        return !start.IsEmpty && start[0] == (byte)'{' && (start.IndexOf("\"log\""u8) >= 0 || start.IndexOf("\"entries\""u8) >= 0);
    }

    // Its mark is missing where something was put before the rest, or cut off: what transcripts begin with has a NUL in each unit.
    private static Encoding? Utf16Of(ReadOnlySpan<byte> octets) => octets switch
    {
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static string? TooLong(ReadOnlyMemory<byte> octets) =>
        octets.Length > ReadingBounds.MaxHar ? $"it has more than {ReadingBounds.MaxHar / 1024 / 1024} MiB." : null;
}
