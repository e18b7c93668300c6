using System.Text.Json;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Reads members that may be missing or of another kind than HAR 1.2 says.</summary>
internal static class HarJson
{
    extension(JsonElement json)
    {
        public JsonElement Member(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

        public string? Text(string name) => json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        public double? Number(string name) => json.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

        public IEnumerable<JsonElement> Items() => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];
    }
}
