using System.Buffers;
using System.Text;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Cli.Requests;

/// <summary>Tells texts from other octets.</summary>
internal static class TextOctets
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<byte> InTexts = SearchValues.Create([.. "\t\n\f\r"u8, .. Enumerable.Range(0x20, 0x5F).Concat(Enumerable.Range(0x80, 0x80)).Select(octet => (byte)octet)]);

    /// <summary>The text, of UTF-8 or else of ISO-8859-1; null for what is none.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="isWhole">Whether they are all; else the last character may be cut off, and U+FFFD stands for it.</param>
    public static string? Read(ReadOnlySpan<byte> octets, bool isWhole = false)
    {
        if (octets.Contains((byte)0))
            return null;
        var last = isWhole ? 0 : BeginningOfCharacter(octets);
        try
        {
            return Strict.GetString(octets[..^last]) + (last > 0 ? "\uFFFD" : "");
        }
        catch (DecoderFallbackException)
        {
            // What has control characters, such as what is compressed, is no text in any encoding.
            return octets.ContainsAnyExcept(InTexts) ? null : Encoding.Latin1.GetString(octets);
        }
    }

    /// <summary>Whether a text, or octets that were read as ISO-8859-1, have nothing in them that no text has.</summary>
    public static bool IsText(string text) => !text.Any(c => c is < ' ' and not ('\t' or '\n' or '\f' or '\r') or '\x7F');

    // How many octets at the end begin a character and do not end it.
    private static int BeginningOfCharacter(ReadOnlySpan<byte> octets)
    {
        for (var length = 1; length < 4 && length <= octets.Length; length++)
        {
            if (Rune.DecodeFromUtf8(octets[^length..], out _, out _) == OperationStatus.NeedMoreData)
                return length;
        }

        return 0;
    }

    /// <summary>A text for a terminal: its lines and tabs stay, what else a terminal obeys is spelled out.</summary>
    public static string Printed(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Printable.Of))));
}
