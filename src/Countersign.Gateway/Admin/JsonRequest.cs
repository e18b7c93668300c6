using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Countersign.Gateway.Admin;

/// <summary>
/// The content of a request to the admin listener: a JSON object of known members. JSON alone is taken: a page of another site can't send it without
/// asking first (Fetch, CORS preflight), and nobody says yes.
/// </summary>
internal sealed class JsonRequest
{
    /// <summary>RFC 7396: how a change of some members is declared, beside JSON alone.</summary>
    public const string MergePatch = "application/merge-patch+json";

    private const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly Dictionary<string, ImmutableArray<string>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nulls = new(StringComparer.Ordinal);

    private JsonRequest()
    {
    }

    /// <summary>The text of a member; null when it was not given.</summary>
    public string? Text(string name) => _texts.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The texts of a member; null when it was not given.</summary>
    public ImmutableArray<string>? Texts(string name) => _texts.TryGetValue(name, out var values) ? values : null;

    /// <summary>The value of a member that is true or false; null when it was not given.</summary>
    public bool? Flag(string name) => _flags.TryGetValue(name, out var value) ? value : null;

    /// <summary>Whether a member is there as null: in a change, whoever says so wants it gone (RFC 7396).</summary>
    public bool IsNull(string name) => _nulls.Contains(name);

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => _texts.ContainsKey(name) || _flags.ContainsKey(name) || IsNull(name);

    /// <summary>Reads the content; null when it was answered what is wrong with it, or when the client went away.</summary>
    /// <param name="context">The request, its credential checked.</param>
    /// <param name="shape">What may stand in it.</param>
    public static async Task<JsonRequest?> ReadAsync(HttpContext context, JsonShape shape)
    {
        if (!IsJson(context.Request))
        {
            await PlainProblem.WriteAsync(context, 415, "Unsupported media type", "Send application/json in UTF-8, without a Content-Encoding.");
            return null;
        }

        if (await GatherAsync(context) is not { } content)
            return null;

        // What follows writes to the store, and this thread waits for sockets.
        await Task.Yield();
        var request = new JsonRequest();
        if ((request.Read(content, shape) ?? request.Judge(shape)) is not { } fault)
            return request;
        await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
        return null;
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (request.Method == "PATCH" && type.MediaType.Equals(MergePatch, StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static async Task<ReadOnlyMemory<byte>?> GatherAsync(HttpContext context)
    {
        var buffer = new byte[MaxLength + 1];
        var length = 0;
        try
        {
            while (context.Request.ContentLength is not > MaxLength && length <= MaxLength)
            {
                var count = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
                if (count == 0)
                    return buffer.AsMemory(0, length);
                length += count;
            }
        }
        catch (BadHttpRequestException broken)
        {
            await PlainProblem.WriteAsync(context, broken.StatusCode, "Bad request", "The content can't be read.");
            return null;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return null;
        }

        await PlainProblem.WriteAsync(context, 413, "Content too large", $"The content has at most {MaxLength} octets.");
        return null;
    }

    /// <summary>What is wrong, in words that have no value of the content; null when nothing is.</summary>
    private string? Read(ReadOnlyMemory<byte> content, JsonShape shape)
    {
        const string NoJson = "The content is no JSON object in UTF-8 without repeated names.";
        if (!Utf8.IsValid(content.Span))
            return NoJson;
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return NoJson;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (Take(member, shape) is { } fault)
                    return fault;
            }

            return null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter over half a surrogate pair, which is JSON and no text.
            return NoJson;
        }
    }

    private string? Take(JsonProperty given, JsonShape shape)
    {
        var (name, value) = (given.Name, given.Value);
        if (shape.Members.FirstOrDefault(member => member.Name == name) is not { } known)
            return $"'{Shortened(name)}' is not known here; there are: {string.Join(", ", shape.Members.Select(member => member.Name))}.";
        switch (known.Kind, value.ValueKind)
        {
            case (not JsonKind.Texts, JsonValueKind.Null):
                _nulls.Add(name);
                return null;
            case (JsonKind.Text, JsonValueKind.String):
                _texts[name] = [value.GetString()!];
                return null;
            case (JsonKind.Texts, JsonValueKind.Array) when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                _texts[name] = [.. value.EnumerateArray().Select(item => item.GetString()!)];
                return null;
            case (JsonKind.Flag, JsonValueKind.True or JsonValueKind.False):
                _flags[name] = value.GetBoolean();
                return null;
            default:
                return $"'{name}' is {known.Kind switch { JsonKind.Texts => "a list of texts", JsonKind.Flag => "true or false", _ => "a text" }}.";
        }
    }

    /// <summary>What is wrong with the values, each by the rule of its member; null when nothing is.</summary>
    private string? Judge(JsonShape shape)
    {
        foreach (var member in shape.Members)
        {
            var values = Texts(member.Name);
            if (member.Choices is { IsEmpty: false } choices && values is [var chosen] ? !choices.Contains(chosen) : member.IsRequired && values is null && Flag(member.Name) is null)
                return member.Choices.IsEmpty ? $"'{member.Name}' is needed." : $"'{member.Name}' is one of {string.Join(", ", member.Choices)}.";
            if ((values ?? []).Select(member.Rule).FirstOrDefault(found => found is not null) is { } fault)
                return fault;
        }

        return null;
    }

    private static string Shortened(string name) => name.Length <= 40 ? name : name[..40] + "...";
}
