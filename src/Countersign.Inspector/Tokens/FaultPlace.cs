using System.Text;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>The surroundings of a fault, never more than a few characters: a token that is printed is a token that is lost.</summary>
/// <param name="Excerpt">Some characters before and behind, each of one column.</param>
/// <param name="Caret">Where the fault begins in them.</param>
/// <param name="Width">How many of them it covers, at least one.</param>
internal sealed record FaultPlace(string Excerpt, int Caret, int Width)
{
    private const int Around = 10;

    /// <summary>The place in the text of a token; null when there is none, or the whole is meant.</summary>
    public static FaultPlace? InText(string token, TokenFault fault) =>
        fault.Part == TokenPart.Text && fault.Length < token.Length ? Of(token, fault, Math.Min(Around, token.Length / 4)) : null;

    /// <summary>The place in a decoded part, where positions are octets.</summary>
    public static FaultPlace? InOctets(ReadOnlySpan<byte> octets, TokenFault fault) =>
        fault.Length < octets.Length ? Of(Encoding.Latin1.GetString(octets), fault, Around) : null;

    private static FaultPlace? Of(string text, TokenFault fault, int around)
    {
        if (fault.Length == 0 && fault.Start == 0)
            return null;
        var at = Math.Clamp(fault.Start, 0, Math.Max(0, text.Length - 1));
        var width = Math.Clamp(fault.Length, 1, around + 1);
        var from = Math.Max(0, at - around);
        var to = Math.Min(text.Length, at + width + around);
        var excerpt = string.Create(to - from, (text, from), static (shown, source) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = source.text[source.from + i] is >= ' ' and <= '~' and var c ? c : '·';
        });
        return new($"{(from > 0 ? "…" : "")}{excerpt}{(to < text.Length ? "…" : "")}", at - from + (from > 0 ? 1 : 0), width);
    }
}
