using System.Text.Json;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>Writes the list of all addresses as JSON.</summary>
internal static class IndexJson
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteBoolean("simulated", true);
        json.WriteString("description", "/openapi.json");
        json.WriteStartArray("endpoints");
        foreach (var endpoint in SimulatorCatalogue.All)
            Write(json, endpoint);
        json.WriteEndArray();
        json.WriteStartArray("schemes");
        foreach (var kind in SchemeKinds.All)
            Write(json, kind.Name, kind.Story);
        json.WriteEndArray();
        json.WriteStartArray("twists");
        foreach (var twist in TwistCatalogue.All)
            Write(json, twist);
        json.WriteEndArray();
        json.WriteStartArray("proxyTwists");
        foreach (var twist in ProxyTwists.All)
            Write(json, twist.Name, twist.Story);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SimulatedEndpoint endpoint)
    {
        json.WriteStartObject();
        json.WriteString("path", CatalogueWords.Path(endpoint.Path));
        json.WriteString("group", JsonNamingPolicy.KebabCaseLower.ConvertName(endpoint.Group.ToString()));
        json.WriteString("story", endpoint.Story);
        WriteTexts(json, "methods", endpoint.Methods);
        json.WriteStartArray("parameters");
        foreach (var parameter in endpoint.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("meaning", parameter.Meaning);
            if (parameter.Default is { } otherwise)
                json.WriteString("default", otherwise);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "examples", endpoint.Visits.Select(visit => visit.Calls[0].Target).Distinct(StringComparer.Ordinal));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Twist twist)
    {
        json.WriteStartObject();
        json.WriteString("name", twist.Name);
        json.WriteString("group", JsonNamingPolicy.KebabCaseLower.ConvertName(twist.Group.ToString()));
        json.WriteString("story", twist.Story);
        json.WriteBoolean("closed", twist.IsClosed);
        json.WriteStartArray("values");
        foreach (var value in twist.Values)
        {
            json.WriteStartObject();
            json.WriteString("value", value.Value);
            json.WriteString("story", value.Story);
            json.WriteString("at", value.At);
            WriteTexts(json, "checks", value.Provokes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string story)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("story", story);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
