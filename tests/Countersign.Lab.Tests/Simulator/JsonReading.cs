using System.Buffers.Text;
using System.Text.Json;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>Reads answers in JSON.</summary>
internal static class JsonReading
{
    /// <summary>A member that is a text; null for none.</summary>
    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var member) ? member.GetString() : null;

    /// <summary>The claims of a token.</summary>
    public static JsonElement Claims(this JsonElement json, string name) => JsonDocument.Parse(Base64Url.DecodeFromChars(json.Text(name)!.Split('.')[1])).RootElement;
}
