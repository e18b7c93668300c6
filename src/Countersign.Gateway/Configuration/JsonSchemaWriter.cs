using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Gateway.Configuration;

/// <summary>Writes the JSON Schema (draft 2020-12) of the configuration file, for editors.</summary>
public static class JsonSchemaWriter
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The schema's text.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "countersign.yaml",
        };
        foreach (var (name, value) in Section(ConfigurationKeys.Top).ToArray())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Form) + "\n";
    }

    private static JsonObject Section(string section)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var key in ConfigurationKeys.Of(section))
        {
            var value = Value(key);
            value["description"] = key.Sentence;
            properties[key.Name] = value;
            if (key.Required)
                required.Add((JsonNode)key.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    private static JsonObject Value(ConfigurationKey key) => key.Kind switch
    {
        KeyKind.Boolean => OrPlaceholder(new() { ["type"] = "boolean" }),
        KeyKind.Integer => OrPlaceholder(key.Maximum == int.MaxValue
            ? new() { ["type"] = "integer", ["minimum"] = key.Minimum }
            : new() { ["type"] = "integer", ["minimum"] = key.Minimum, ["maximum"] = key.Maximum }),
        KeyKind.Duration => OrPlaceholder(new() { ["type"] = "string", ["pattern"] = "^[0-9]+(ms|s|m|h|d)$" }),
        KeyKind.Choice => Choice(key),
        KeyKind.Path => new() { ["type"] = "string", ["pattern"] = "^(/|\\$\\{)" },
        KeyKind.ChoiceList => ListOf(Choice(key)),
        KeyKind.TextList or KeyKind.NetworkList or KeyKind.UrlList => ListOf(Text()),
        KeyKind.TextMap => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } },
        KeyKind.TextListMap => new() { ["type"] = "object", ["additionalProperties"] = ListOf(Text()) },
        KeyKind.Section => Section(key.Child),
        KeyKind.SectionList => new() { ["type"] = "array", ["items"] = Section(key.Child), ["minItems"] = 1 },
        KeyKind.SectionMap => new() { ["type"] = "object", ["additionalProperties"] = Section(key.Child) },
        KeyKind.SchemeMap => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["oneOf"] = new JsonArray([.. ConfigurationKeys.SchemeTypes.Select(Scheme)]) } },
        KeyKind.Listeners => AnyOf(Text(), Section(key.Child), new() { ["type"] = "array", ["items"] = AnyOf(Text(), Section(key.Child)), ["minItems"] = 1 }),
        KeyKind.Access => AnyOf(new() { ["enum"] = new JsonArray("public", "deny") }, Section(key.Child)),
        KeyKind.Upstream => AnyOf(Text(), new() { ["type"] = "array", ["items"] = Text(), ["minItems"] = 1 }, Section(key.Child)),
        _ when key.MayBeNone => new() { ["type"] = new JsonArray("string", "null") },
        _ => Text(),
    };

    private static JsonNode Scheme(string type)
    {
        var schema = Section("schemes." + type);
        schema["properties"]!["type"] = new JsonObject { ["const"] = type };
        return schema;
    }

    private static JsonObject Choice(ConfigurationKey key) => new() { ["enum"] = new JsonArray([.. key.Choices.Select(choice => (JsonNode)choice)]) };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject ListOf(JsonObject item) => AnyOf(item, new() { ["type"] = "array", ["items"] = item.DeepClone() });

    private static JsonObject OrPlaceholder(JsonObject schema) => AnyOf(schema, new() { ["type"] = "string", ["pattern"] = "\\$\\{(env|file):[^}]+\\}" });

    private static JsonObject AnyOf(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };
}
