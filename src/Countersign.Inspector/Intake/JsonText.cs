using System.Text.Json;

namespace Countersign.Inspector.Intake;

/// <summary>Texts out of the middle of JSON.</summary>
internal static class JsonText
{
    /// <summary>The text without the escapes of JSON (RFC 8259 §7); as it is where they are none.</summary>
    public static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        try
        {
            using var document = JsonDocument.Parse($"\"{text}\"");
            return document.RootElement.GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return text;
        }
    }
}
