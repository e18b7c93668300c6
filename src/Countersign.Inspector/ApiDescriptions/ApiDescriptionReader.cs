using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Inspector.Intake;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>Reads OpenAPI 2, 3.0, 3.1 and 3.2, as JSON or YAML. Nothing that it refers to elsewhere is fetched.</summary>
internal static class ApiDescriptionReader
{
    private const int MaxLength = 32 * 1024 * 1024;

    /// <summary>The description; null with the fault where it can't be read.</summary>
    public static ApiDescription? Read(ReadOnlyMemory<byte> octets, out string? fault)
    {
        if (octets.Length > MaxLength)
        {
            fault = $"it has more than {MaxLength / 1024 / 1024} MiB";
            return null;
        }

        if (JsonOf(octets, out fault) is not { } json)
            return null;
        try
        {
            using var source = new MemoryStream(json, writable: false);
            var read = OpenApiDocument.Load(source, "json", new OpenApiReaderSettings { LoadExternalRefs = false });
            if (read.Document is { Paths: not null } document && read.Diagnostic?.SpecificationVersion is not null)
                return Of(document);
            fault = read.Diagnostic?.Errors.FirstOrDefault() is { } error ? TextIntake.ByLooks(error.Message) : "it is no description in OpenAPI";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The library says in many ways that something is no description.
            fault = TextIntake.ByLooks(exception.Message);
        }

        return null;
    }

    private static byte[]? JsonOf(ReadOnlyMemory<byte> octets, out string? fault)
    {
        var text = Encoding.UTF8.GetString(octets.Span).TrimStart('\ufeff');
        if (!text.TrimStart().StartsWith('{'))
            return YamlAsJson.Read(text, MaxLength, out fault);
        var json = Encoding.UTF8.GetBytes(text);
        fault = FaultOf(json);
        return fault is null ? json : null;
    }

    private static string? FaultOf(ReadOnlySpan<byte> json)
    {
        // One more than is allowed: the reader's own bound tells no place.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = YamlAsJson.MaxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= YamlAsJson.MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    return $"{PlaceOf(json[..(int)reader.TokenStartIndex])}: it nests deeper than {YamlAsJson.MaxDepth} levels";
            }

            return null;
        }
        catch (JsonException broken)
        {
            return string.Create(CultureInfo.InvariantCulture, $"line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}: it is no JSON");
        }
    }

    private static string PlaceOf(ReadOnlySpan<byte> before) =>
        string.Create(CultureInfo.InvariantCulture, $"line {before.Count((byte)'\n') + 1}, column {before.Length - before.LastIndexOf((byte)'\n')}");

    private static ApiDescription Of(OpenApiDocument document)
    {
        var operations = ImmutableArray.CreateBuilder<ApiOperation>();
        foreach (var (template, path) in document.Paths)
        {
            foreach (var (method, operation) in path.Operations ?? [])
            {
                operations.Add(new(method.Method, template.StartsWith('/') ? template : "/" + template)
                {
                    Security = SecurityOf(operation.Security ?? document.Security),
                    Responses = [.. operation.Responses?.Keys ?? Enumerable.Empty<string>()],
                });
            }
        }

        var bases = (document.Servers ?? []).Select(server => PathOf(server)).Append("").Distinct(StringComparer.Ordinal).OrderByDescending(each => each.Length);
        return new(operations.ToImmutable(), [.. bases]);
    }

    private static ImmutableArray<ApiRequirement>? SecurityOf(IList<OpenApiSecurityRequirement>? security) =>
        security is null ? null : [.. security.Select(each => new ApiRequirement([.. each.Select(part => (SchemeOf(part.Key), part.Value.ToImmutableArray()))]))];

    private static ApiScheme SchemeOf(OpenApiSecuritySchemeReference scheme)
    {
        var id = scheme.Reference?.Id ?? "";
        return scheme.Type switch
        {
            SecuritySchemeType.Http => new(id, scheme.Scheme is { Length: > 0 } name ? char.ToUpperInvariant(name[0]) + name[1..] : null),
            SecuritySchemeType.OAuth2 or SecuritySchemeType.OpenIdConnect => new(id, "Bearer"),
            SecuritySchemeType.ApiKey => new(id, null, scheme.In?.ToString().ToLowerInvariant(), scheme.Name),
            _ => new(id, null),
        };
    }

    // The values of variables are those that the description names first.
    private static string PathOf(OpenApiServer server)
    {
        var url = server.Url ?? "";
        foreach (var (name, variable) in server.Variables ?? new Dictionary<string, OpenApiServerVariable>(StringComparer.Ordinal))
            url = url.Replace($"{{{name}}}", variable.Default, StringComparison.Ordinal);
        var path = Uri.TryCreate(url, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https" ? whole.AbsolutePath : url;
        return path.TrimEnd('/') is ['/', ..] below ? below : "";
    }
}
