using System.Globalization;
using System.Text;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Text of peers for a terminal: what it would obey instead of showing (escape sequences, changes of direction) is spelled out.</summary>
internal static class Printable
{
    /// <summary>The text with every character that is not printed as <c>\u{9B}</c>.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;

        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isWhole && IsPrinted(rune))
                shown.Append(text, at, length);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(isWhole ? rune.Value : text[at]):X}}}");
            at += length;
        }

        return shown.ToString();
    }

    private static bool IsPrinted(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
