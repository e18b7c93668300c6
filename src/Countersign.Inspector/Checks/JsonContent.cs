using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>Reads what an answer says in JSON.</summary>
internal static class JsonContent
{
    // What refuses is short.
    private const int MaxLength = 64 * 1024;

    /// <summary>The object in it; null for anything else, and for what is long or cut off.</summary>
    public static JsonElement? Object(RecordedResponse response) => Callers.IsJson(response.Fields.First("Content-Type")) ? Anyway(response) : null;

    /// <summary>The same whatever its media type: many have one of their own, or none.</summary>
    public static JsonElement? Anyway(RecordedResponse response)
    {
        var octets = response.Content.Octets;
        if (octets.IsEmpty || octets.Length > MaxLength || !response.Content.IsWhole || !octets.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            return null;
        try
        {
            using var document = JsonDocument.Parse(octets);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member; null where there is none. A name or text with half a character in it is no text.</summary>
    public static JsonElement? Member(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A number that a member holds, as such or as digits; null for anything else.</summary>
    public static int? Number(JsonElement value, string name)
    {
        if (Member(value, name) is { ValueKind: JsonValueKind.Number } member)
            return member.TryGetInt32(out var number) ? number : null;
        return int.TryParse(Text(value, name), out var digits) ? digits : null;
    }

    /// <summary>A text that a member holds; null for anything else.</summary>
    public static string? Text(JsonElement value, string name) => Member(value, name) is { } member ? TextOf(member) : null;

    /// <summary>The text that it is; null for anything else.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
