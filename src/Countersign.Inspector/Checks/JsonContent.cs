using System.Text.Json;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>Reads what an answer says in JSON.</summary>
internal static class JsonContent
{
    /// <summary>The object in it; null for anything else, and for what is cut off.</summary>
    public static JsonElement? Object(RecordedResponse response)
    {
        if (!response.Content.IsWhole || !Callers.IsJson(response.Fields.First("Content-Type")) || !response.Content.Text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var document = JsonDocument.Parse(response.Content.Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A number that a member holds, as such or as digits; null for anything else.</summary>
    public static int? Number(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var member))
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number))
            return number;
        return member.ValueKind == JsonValueKind.String && int.TryParse(member.GetString(), out number) ? number : null;
    }

    /// <summary>A text that a member holds; null for anything else.</summary>
    public static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
