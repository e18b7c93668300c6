using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Countersign.Gateway.Admin;

/// <summary>
/// The content of a request to the admin listener: a JSON object of known members, texts and lists of texts. JSON alone is taken: a page of
/// another site can't send it without asking first (Fetch, CORS preflight), and nobody says yes.
/// </summary>
internal sealed class JsonRequest
{
    private const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly Dictionary<string, ImmutableArray<string>> _members = new(StringComparer.Ordinal);

    private JsonRequest()
    {
    }

    /// <summary>The text of a member; null when it was not given.</summary>
    public string? Text(string name) => _members.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The texts of a member; empty when it was not given.</summary>
    public ImmutableArray<string> List(string name) => _members.GetValueOrDefault(name, []);

    /// <summary>Reads the content; null when it was answered what is wrong with it, or when the client went away.</summary>
    /// <param name="context">The request, its credential checked.</param>
    /// <param name="texts">The members that are texts.</param>
    /// <param name="list">The member that is a list of texts, or null.</param>
    public static async Task<JsonRequest?> ReadAsync(HttpContext context, string[] texts, string? list = null)
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
        if (request.Read(content, texts, list) is not { } fault)
            return request;
        await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
        return null;
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
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
    private string? Read(ReadOnlyMemory<byte> content, string[] texts, string? list)
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
                if (Take(member, texts, list) is { } fault)
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

    private string? Take(JsonProperty member, string[] texts, string? list)
    {
        var (name, value) = (member.Name, member.Value);
        if (name == list)
        {
            if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                return $"'{name}' is a list of texts.";
            _members[name] = [.. value.EnumerateArray().Select(item => item.GetString()!)];
            return null;
        }

        if (!texts.Contains(name, StringComparer.Ordinal))
            return $"'{Shortened(name)}' is not known here; there are: {string.Join(", ", list is null ? texts : [.. texts, list])}.";
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return $"'{name}' is a text.";
        _members[name] = [value.GetString()!];
        return null;
    }

    private static string Shortened(string name) => name.Length <= 40 ? name : name[..40] + "...";
}
