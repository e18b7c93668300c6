using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>Writes the description of all addresses.</summary>
internal static class OpenApiJson
{
    private static readonly ImmutableArray<string> AllMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void Write(Utf8JsonWriter json)
    {
        json.WriteString("openapi", "3.1.0");
        json.WriteStartObject("info");
        json.WriteString("title", "Countersign's simulator");
        json.WriteString("summary", "A server for tests of clients: it authenticates rightly, and misbehaves exactly as it is asked to.");
        json.WriteString("version", typeof(OpenApiJson).Assembly.GetName().Version!.ToString(3));
        json.WriteEndObject();
        json.WriteStartArray("tags");
        foreach (var group in SimulatorCatalogue.All.Select(endpoint => endpoint.Group).Distinct())
        {
            json.WriteStartObject();
            json.WriteString("name", CatalogueWords.Of(group));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("paths");
        foreach (var endpoint in SimulatorCatalogue.All)
        {
            foreach (var path in CatalogueWords.Paths(endpoint.Path))
                Write(json, endpoint, path);
        }

        json.WriteEndObject();
        WriteComponents(json);
    }

    private static void Write(Utf8JsonWriter json, SimulatedEndpoint endpoint, string path)
    {
        json.WriteStartObject(path);
        json.WriteStartArray("parameters");
        foreach (var part in CatalogueWords.Parts(path))
            WriteParameter(json, part, "path", "", null, []);
        foreach (var parameter in endpoint.Parameters.DistinctBy(parameter => parameter.Name))
            WriteParameter(json, parameter.Name, "query", parameter.Meaning, parameter.Default, TwistCatalogue.Find(parameter.Name) is { IsClosed: true } twist && endpoint.Group == SimulatorGroup.Challenge ? [.. twist.Values.Select(value => value.Value)] : []);
        json.WriteEndArray();
        foreach (var method in endpoint.Methods.IsEmpty ? AllMethods : endpoint.Methods)
            WriteOperation(json, endpoint, path, method.ToLowerInvariant());
        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, string name, string place, string meaning, string? otherwise, ImmutableArray<string> values)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", place);
        if (place == "path")
            json.WriteBoolean("required", true);
        if (meaning.Length > 0)
            json.WriteString("description", meaning);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        if (otherwise is not null)
            json.WriteString("default", otherwise);
        if (!values.IsEmpty)
        {
            json.WriteStartArray("enum");
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, SimulatedEndpoint endpoint, string path, string method)
    {
        json.WriteStartObject(method);
        json.WriteString("operationId", $"{method}{path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace('/', '-')}");
        json.WriteString("description", endpoint.Story);
        json.WriteStartArray("tags");
        json.WriteStringValue(CatalogueWords.Of(endpoint.Group));
        json.WriteEndArray();
        WriteSecurity(json, endpoint.Group);
        json.WriteStartObject("responses");
        json.WriteStartObject("default");
        json.WriteString("description", "What the description says.");
        json.WriteStartObject("headers");
        json.WriteStartObject(AnswerWriter.Mark);
        json.WriteString("$ref", "#/components/headers/Mark");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Where the path says the scheme, or there is one alone.
    private static void WriteSecurity(Utf8JsonWriter json, SimulatorGroup group)
    {
        string[] schemes = group switch
        {
            SimulatorGroup.Basic => ["basic"],
            SimulatorGroup.Digest => ["digest"],
            SimulatorGroup.Challenge => ["basic", "digest", "apiKey"],
            _ => [],
        };
        if (schemes.Length == 0)
            return;
        json.WriteStartArray("security");
        foreach (var scheme in schemes)
        {
            json.WriteStartObject();
            json.WriteStartArray(scheme);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("headers");
        json.WriteStartObject("Mark");
        json.WriteString("description", "The address that made the answer: nobody is to take it for a real one.");
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("securitySchemes");
        foreach (var scheme in new[] { "basic", "digest" })
        {
            json.WriteStartObject(scheme);
            json.WriteString("type", "http");
            json.WriteString("scheme", scheme);
            json.WriteEndObject();
        }

        json.WriteStartObject("apiKey");
        json.WriteString("type", "apiKey");
        json.WriteString("in", "header");
        json.WriteString("name", "X-API-Key");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
