using System.Text.Json;
using Countersign.Inspector.Reports;

namespace Countersign.Inspector.Tokens;

/// <summary>Values of a token for a terminal: bounded, and without what it would obey.</summary>
internal static class JsonWords
{
    private const int Most = 160;

    /// <summary>A text as it is, and anything else as JSON.</summary>
    public static string Of(JsonElement value) => Shown(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    /// <summary>The texts of a list, or the one text; null when it is neither.</summary>
    public static string? List(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Of(value);
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? Shown(string.Join(", ", value.EnumerateArray().Select(item => item.GetString())))
            : null;
    }

    public static string Shown(string text)
    {
        var isCut = text.Length > Most;
        var shown = ReportWords.Printable(isCut ? text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] : text);
        return isCut ? shown + "…" : shown;
    }
}
