using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>Describes the admin listener to programs: OpenAPI 3.1, made of <see cref="AdminCatalogue"/>.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonSchema Problem = new JsonShape("Problem",
    [
        new("type", JsonKind.Text, "about:blank: the status says it.") { IsRequired = true },
        new("title", JsonKind.Text, "What happened, in few words.") { IsRequired = true },
        new("status", JsonKind.Number, "The status of the answer.") { IsRequired = true },
        new("detail", JsonKind.Text, "What helps.") { IsRequired = true },
    ]).Schema;

    private static readonly Lazy<byte[]> Written = new(() =>
        Encoding.UTF8.GetBytes(Write().ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true }) + "\n"));

    /// <summary>The document as JSON in UTF-8.</summary>
    public static byte[] Octets => Written.Value;

    private static JsonObject Write() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "Countersign, the admin listener",
            ["version"] = typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            ["description"] = "What `countersign user`, `group`, `key`, `revoke` and `explain` do, for programs. HEAD is answered wherever GET is. `/console` has pages for people.",
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
        ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["password"] = new JsonArray() }),
        ["tags"] = new JsonArray([.. AdminCatalogue.All.Select(endpoint => endpoint.Subject).Distinct(StringComparer.Ordinal).Select(name => new JsonObject { ["name"] = name })]),
        ["paths"] = new JsonObject(AdminCatalogue.All.GroupBy(endpoint => endpoint.Path, StringComparer.Ordinal).Select(at => KeyValuePair.Create(at.Key, (JsonNode?)Path([.. at])))),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The credential of the admin listener." },
                ["password"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic", ["description"] = "The same as the password of any name, for browsers." },
            },
            ["schemas"] = new JsonObject(Schemas().Select(schema => KeyValuePair.Create(schema.Name, (JsonNode?)schema.Write()))),
        },
    };

    private static IEnumerable<JsonSchema> Schemas() => AdminCatalogue.All
        .SelectMany(endpoint => (JsonSchema?[])[endpoint.Content?.Schema, endpoint.Answer.Schema])
        .OfType<JsonSchema>()
        .Append(Problem)
        .DistinctBy(schema => schema.Name, StringComparer.Ordinal);

    private static JsonObject Path(ImmutableArray<AdminEndpoint> endpoints)
    {
        var path = new JsonObject();
        var names = endpoints[0].Names.Select(name => new JsonObject
        {
            ["name"] = name,
            ["in"] = "path",
            ["required"] = true,
            ["description"] = AdminCatalogue.Placeholders[name],
            ["schema"] = new JsonObject { ["type"] = "string" },
        });
        if (endpoints[0].Names.Any())
            path["parameters"] = new JsonArray([.. names]);
        foreach (var endpoint in endpoints)
            path[endpoint.Method.ToLowerInvariant()] = Operation(endpoint);
        return path;
    }

    private static JsonObject Operation(AdminEndpoint endpoint)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{endpoint.Method.ToLowerInvariant()}-{endpoint.Written.ToLowerInvariant().Replace('/', '-')}",
            ["summary"] = endpoint.Summary,
            ["tags"] = new JsonArray(endpoint.Subject),
        };
        if (endpoint.IsOpen)
            operation["security"] = new JsonArray();
        var parameters = endpoint.Query.Select(Parameter).ToList();
        if (endpoint.TakesCondition)
            parameters.Add(Field("If-Match", "The ETag under which the user was seen: nothing is done when it has changed since."));
        if (parameters.Count > 0)
            operation["parameters"] = new JsonArray([.. parameters]);
        if (endpoint.Content is { } content)
        {
            var media = new JsonObject { ["application/json"] = Media(content.Schema) };
            if (endpoint.Method == "PATCH")
                media[JsonRequest.MergePatch] = Media(content.Schema);
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = media };
        }

        operation["responses"] = Responses(endpoint);
        return operation;
    }

    private static JsonObject Responses(AdminEndpoint endpoint)
    {
        var responses = new JsonObject { [Key(endpoint.Answer.Status)] = Response(endpoint.Answer) };
        foreach (var problems in endpoint.Problems().GroupBy(problem => problem.Status))
        {
            responses[Key(problems.Key)] = new JsonObject
            {
                ["description"] = string.Join(" Or: ", problems.Select(problem => problem.Sentence)),
                ["content"] = new JsonObject { [problems.First().Media] = problems.First().Media == "text/plain" ? new JsonObject() : Media(Problem) },
            };
        }

        return responses;
    }

    private static JsonObject Response(AdminAnswer answer)
    {
        var response = new JsonObject { ["description"] = answer.Sentence };
        var headers = new JsonObject();
        if (answer.HasLocation)
            headers["Location"] = Header("Where it is.");
        if (answer.HasTag)
            headers["ETag"] = Header("As what it was seen, for If-Match.");
        if (headers.Count > 0)
            response["headers"] = headers;
        if (answer.Schema is { } schema)
            response["content"] = new JsonObject { ["application/json"] = answer.IsList ? new JsonObject { ["schema"] = new JsonObject { ["type"] = "array", ["items"] = Reference(schema) } } : Media(schema) };
        else if (answer.Media is { } media)
            response["content"] = new JsonObject { [media] = new JsonObject() };
        return response;
    }

    private static JsonObject Parameter(AdminParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Most is null ? "string" : "integer" };
        if (parameter.Most is { } most)
            (schema["minimum"], schema["maximum"]) = (1, most);
        if (parameter.Usual is { } usual)
            schema["default"] = usual;
        return new() { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Sentence, ["schema"] = schema };
    }

    private static JsonObject Field(string name, string sentence) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = sentence, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Header(string sentence) => new() { ["description"] = sentence, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Media(JsonSchema schema) => new() { ["schema"] = Reference(schema) };

    private static JsonObject Reference(JsonSchema schema) => new() { ["$ref"] = "#/components/schemas/" + schema.Name };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
