using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Explaining;

namespace Countersign.Gateway.TokenTools;

/// <summary>Texts of a token for a terminal: bounded, and without what it would obey.</summary>
internal static class ShownText
{
    private const int Most = 160;

    public static string Of(string text)
    {
        var isCut = text.Length > Most;
        var shown = Printable.Of(isCut ? text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] : text);
        return isCut ? shown + "…" : shown;
    }
}
