using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Cli.Requests;

/// <summary>JSON for people: indented, and coloured where that is wanted.</summary>
internal static class TerminalJson
{
    private const string Name = "34";
    private const string Text = "32";
    private const string Number = "36";
    private const string Word = "33";

    /// <summary>The value with line breaks; null when it is no JSON.</summary>
    public static string? Of(ReadOnlyMemory<byte> octets, bool useColour)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            var text = new StringBuilder();
            Write(text, document.RootElement, "", useColour);
            return text.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // half a surrogate pair
        {
            return null;
        }
    }

    private static void Write(StringBuilder text, JsonElement value, string indent, bool useColour)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll(text, '{', '}', [.. value.EnumerateObject()], indent, (member, deeper) =>
                {
                    text.Append(Coloured(Name, Quoted(member.Name), useColour)).Append(": ");
                    Write(text, member.Value, deeper, useColour);
                });
                break;
            case JsonValueKind.Array:
                WriteAll(text, '[', ']', [.. value.EnumerateArray()], indent, (item, deeper) => Write(text, item, deeper, useColour));
                break;
            case JsonValueKind.String:
                text.Append(Coloured(Text, Quoted(value.GetString()!), useColour));
                break;
            default:
                text.Append(Coloured(value.ValueKind == JsonValueKind.Number ? Number : Word, value.GetRawText(), useColour));
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char begin, char end, T[] items, string indent, Action<T, string> write)
    {
        text.Append(begin);
        var deeper = indent + "  ";
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(deeper);
            write(items[i], deeper);
        }

        if (items.Length > 0)
            text.Append('\n').Append(indent);
        text.Append(end);
    }

    private static string Quoted(string text) => $"\"{Printable.Of(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text))}\"";

    private static string Coloured(string code, string text, bool useColour) => useColour ? $"\e[{code}m{text}\e[0m" : text;
}
