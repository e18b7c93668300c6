using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Countersign;

/// <summary>Unicode's composed form, in which names and passwords are compared (RFC 7617 §2.1, by way of RFC 8265 §3.3 and §4.2).</summary>
public static class Nfc
{
    /// <summary>The composed form of a text; false for text that has none and would make the framework throw: with U+FFFE or a surrogate alone.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? normalized)
    {
        ArgumentNullException.ThrowIfNull(text);
        normalized = Ascii.IsValid(text) ? text : HasForm(text) ? text.Normalize() : null;
        return normalized is not null;
    }

    private static bool HasForm(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done || rune.Value == 0xFFFE)
                return false;
            text = text[length..];
        }

        return true;
    }
}
