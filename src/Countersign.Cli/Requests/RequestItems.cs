using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Cli.Commands;

namespace Countersign.Cli.Requests;

/// <summary>Makes of the words behind an address what a request has: fields, a query, a content.</summary>
internal static class RequestItems
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>What keeps words from standing together; null for nothing.</summary>
    public static string? Fault(ImmutableArray<RequestItem> items, bool isForm, bool hasBody)
    {
        var content = items.Where(item => item.IsOfContent).ToList();
        var whole = content.Count(item => item.Kind == RequestItemKind.Content) + (hasBody ? 1 : 0);
        if (whole > 1 || (whole == 1 && content.Any(item => item.Kind != RequestItemKind.Content)))
            return "There is one content: give it by --body, by @FILE, or by name=value items.";
        if (isForm && content.Any(item => item.Kind is RequestItemKind.Json or RequestItemKind.JsonOfFile))
            return "A form has no JSON values: leave out --form, or write name=value.";
        if (items.FirstOrDefault(item => item.Kind == RequestItemKind.Json && !IsJson(item.Value)) is { Kind: RequestItemKind.Json } broken)
            return $"What follows {broken.Name}:= is no JSON; a text is written {broken.Name}=text.";
        if (items.FirstOrDefault(item => item.Kind == RequestItemKind.Field && item.Value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0) is { Kind: RequestItemKind.Field, Value: not null } lines)
            return $"The value of {lines.Name} has a line break in it: what follows would be a field of its own.";
        return items.FirstOrDefault(item => item.Kind is RequestItemKind.Field or RequestItemKind.NoField && !IsToken(item.Name)) is { Name: { } name }
            ? $"'{name}' is no name of a field."
            : null;
    }

    /// <summary>The address with the parameters of the items behind its own.</summary>
    public static Uri Address(Uri url, ImmutableArray<RequestItem> items)
    {
        var query = string.Join('&', items.Where(item => item.Kind == RequestItemKind.Query).Select(item => $"{Uri.EscapeDataString(item.Name)}={Uri.EscapeDataString(item.Value)}"));
        return query.Length == 0 ? url : new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;
    }

    /// <summary>The content that the items make; null for none.</summary>
    /// <exception cref="CommandFailure">A file can't be read, or is no JSON.</exception>
    public static RequestContent? Content(ImmutableArray<RequestItem> items, bool isForm)
    {
        if (items.FirstOrDefault(item => item.Kind == RequestItemKind.Content) is { Kind: RequestItemKind.Content, Value: var file })
            return RequestContent.OfFile(file);
        var members = items.Where(item => item.IsOfContent).ToImmutableArray();
        if (members.IsEmpty)
            return isForm ? RequestContent.Of([], Form) : null;
        if (members.Any(item => item.Kind == RequestItemKind.Upload))
        {
            return RequestContent.OfParts([.. members.Select(item => (item.Name, item.Kind == RequestItemKind.Upload
                ? RequestContent.OfFile(item.Value)
                : RequestContent.Of(Encoding.UTF8.GetBytes(TextOf(item)), null)))]);
        }

        return isForm ? RequestContent.Of(FormOf(members), Form) : RequestContent.Of(ObjectOf(members), Json);
    }

    private static byte[] FormOf(ImmutableArray<RequestItem> members) =>
        Encoding.ASCII.GetBytes(string.Join('&', members.Select(item => $"{Escaped(item.Name)}={Escaped(TextOf(item))}")));

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static byte[] ObjectOf(ImmutableArray<RequestItem> members)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var item in members)
            {
                json.WritePropertyName(item.Name);
                if (item.Kind is RequestItemKind.Json)
                    json.WriteRawValue(item.Value);
                else if (item.Kind is RequestItemKind.JsonOfFile)
                    json.WriteRawValue(JsonOf(item.Value));
                else
                    json.WriteStringValue(TextOf(item));
            }

            json.WriteEndObject();
        }

        return octets.ToArray();
    }

    private static string TextOf(RequestItem item) => item.Kind == RequestItemKind.TextOfFile ? File.ReadAllText(item.Value) : item.Value;

    private static string JsonOf(string file)
    {
        var text = File.ReadAllText(file);
        return IsJson(text) ? text : throw new CommandFailure($"{file} is no JSON.");
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether it can be a name on the wire, of a field or a method (RFC 9110 §5.6.2).</summary>
    public static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
