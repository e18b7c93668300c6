using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>Reads YAML as the JSON that it means (YAML 1.2, core schema), as far as descriptions of APIs use it.</summary>
internal static class YamlAsJson
{
    private const int MaxNodes = 500_000;
    private const int MaxDepth = 200;

    /// <summary>The JSON; null with the fault where it can't be read.</summary>
    public static byte[]? Read(string text, out string? fault)
    {
        fault = null;
        try
        {
            var yaml = new YamlStream();
            using var source = new StringReader(text);
            yaml.Load(source);
            if (yaml.Documents.Count == 0)
            {
                fault = "there is nothing in it";
                return null;
            }

            using var octets = new MemoryStream();
            using (var json = new Utf8JsonWriter(octets))
            {
                var nodes = 0;
                Write(json, yaml.Documents[0].RootNode, 0, ref nodes);
            }

            return octets.ToArray();
        }
        catch (YamlException broken)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"line {broken.Start.Line}, column {broken.Start.Column}: {broken.Message}");
        }
        catch (InvalidDataException broken)
        {
            fault = broken.Message;
        }

        return null;
    }

    // Anchors may stand for each other many times over: what they come to is bounded.
    private static void Write(Utf8JsonWriter json, YamlNode node, int depth, ref int nodes)
    {
        if (++nodes > MaxNodes || depth > MaxDepth)
            throw new InvalidDataException("there is too much in it");
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    json.WritePropertyName((key as YamlScalarNode)?.Value ?? "");
                    Write(json, value, depth + 1, ref nodes);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children)
                    Write(json, item, depth + 1, ref nodes);
                json.WriteEndArray();
                break;
            default:
                Write(json, (YamlScalarNode)node);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            json.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            json.WriteBooleanValue(text[0] is 't' or 'T');
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            json.WriteNumberValue(whole);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && text[^1] is not ('d' or 'f'))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(text);
    }
}
