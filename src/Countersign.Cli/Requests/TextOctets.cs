using System.Text;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Cli.Requests;

/// <summary>Tells texts from other octets.</summary>
internal static class TextOctets
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, of UTF-8 that may be cut off in a character; null for what is none.</summary>
    public static string? Read(ReadOnlySpan<byte> octets)
    {
        for (var cut = 0; cut < 4 && cut <= octets.Length; cut++)
        {
            try
            {
                var text = Strict.GetString(octets[..^cut]);
                return text.Contains('\0', StringComparison.Ordinal) ? null : text;
            }
            catch (DecoderFallbackException)
            {
                // Perhaps the last character is not whole.
            }
        }

        return null;
    }

    /// <summary>A text for a terminal: its lines and tabs stay, what else a terminal obeys is spelled out.</summary>
    public static string Printed(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Printable.Of))));
}
