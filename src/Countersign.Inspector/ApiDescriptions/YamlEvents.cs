using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>Writes the events of a YAML document as JSON. Anchors may stand for each other many times over: what they come to is bounded.</summary>
/// <param name="events">Those of one document, nested no deeper than <see cref="YamlAsJson.MaxDepth"/>.</param>
/// <param name="maxNodes">How many values may be written.</param>
/// <param name="maxOctets">How much may be written.</param>
internal sealed class YamlEvents(List<ParsingEvent> events, int maxNodes, int maxOctets)
{
    private readonly Dictionary<AnchorName, int> _anchors = [];
    private int _nodes;

    public void Write(Utf8JsonWriter json)
    {
        var at = 0;
        Write(json, ref at, 0);
    }

    private void Write(Utf8JsonWriter json, ref int at, int depth)
    {
        var each = events[at++];
        if (depth >= YamlAsJson.MaxDepth && each is MappingStart or SequenceStart)
            throw new YamlException(each.Start, each.End, string.Create(CultureInfo.InvariantCulture, $"what the aliases stand for nests deeper than {YamlAsJson.MaxDepth} levels"));
        if (++_nodes > maxNodes || json.BytesCommitted + json.BytesPending > maxOctets)
            throw new YamlException(each.Start, each.End, "there is too much in it, with all that the aliases stand for");
        if (each is NodeEvent { Anchor.IsEmpty: false } named)
            _anchors[named.Anchor] = at - 1;
        switch (each)
        {
            case MappingStart:
                WriteMembers(json, ref at, depth);
                break;
            case SequenceStart:
                json.WriteStartArray();
                while (events[at] is not SequenceEnd)
                    Write(json, ref at, depth + 1);
                at++;
                json.WriteEndArray();
                break;
            case AnchorAlias alias:
                var aim = AimOf(alias);
                Write(json, ref aim, depth);
                break;
            default:
                Write(json, (Scalar)each);
                break;
        }
    }

    private void WriteMembers(Utf8JsonWriter json, ref int at, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        while (events[at] is not MappingEnd)
        {
            var key = events[at];
            var name = NameAt(ref at);
            if (!names.Add(name))
                throw new YamlException(key.Start, key.End, $"the key {name} stands twice");
            json.WritePropertyName(name);
            Write(json, ref at, depth + 1);
        }

        at++;
        json.WriteEndObject();
    }

    // JSON has no names but texts: anything else is passed over.
    private string NameAt(ref int at)
    {
        if (events[at] is AnchorAlias alias)
        {
            at++;
            return events[AimOf(alias)] is Scalar aim ? aim.Value : "";
        }

        if (events[at] is NodeEvent { Anchor.IsEmpty: false } named)
            _anchors[named.Anchor] = at;
        var text = events[at] is Scalar scalar ? scalar.Value : "";
        var depth = 0;
        do
            depth += events[at++].NestingIncrease;
        while (depth > 0);
        return text;
    }

    private int AimOf(AnchorAlias alias) =>
        _anchors.TryGetValue(alias.Value, out var aim) ? aim : throw new YamlException(alias.Start, alias.End, $"the alias {alias.Value} stands for nothing");

    private static void Write(Utf8JsonWriter json, Scalar scalar)
    {
        var text = scalar.Value;
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
