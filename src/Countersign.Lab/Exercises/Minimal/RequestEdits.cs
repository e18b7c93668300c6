using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises.Minimal;

/// <summary>Takes two requests apart into single edits, and makes edits.</summary>
internal static class RequestEdits
{
    // What clients write of themselves; no edit of the learner's, unless the base request has it.
    private static readonly ImmutableArray<string> OfClients =
    [
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "TE", "Expect", "Upgrade", "HTTP2-Settings",
        "Upgrade-Insecure-Requests", "Priority", "DNT", "Cache-Control", "Pragma", "Proxy-Connection", "Traceparent", "Tracestate", "Postman-Token", "Countersign-Client",
    ];

    /// <summary>What was changed of a base request.</summary>
    public static ImmutableArray<RequestEdit> Between(LabRequest from, LabRequest to)
    {
        var edits = ImmutableArray.CreateBuilder<RequestEdit>();
        if (from.Method != to.Method)
            edits.Add(new(RequestPart.Method, "", from.Method, to.Method));
        if (from.Place != to.Place)
            edits.Add(new(RequestPart.Place, "", from.Place, to.Place));
        Compare(RequestPart.Query, from.Query, to.Query, StringComparer.Ordinal, edits);
        Compare(RequestPart.Field, from.Fields, Kept(from, to), StringComparer.OrdinalIgnoreCase, edits);
        if (MembersOf(from.Content) is { } before && MembersOf(to.Content) is { } after)
            Compare(RequestPart.Member, before, after, StringComparer.Ordinal, edits);
        else if (from.Content != to.Content)
            edits.Add(new(RequestPart.Content, "", Some(from.Content), Some(to.Content)));
        return edits.DrainToImmutable();
    }

    /// <summary>The base request with edits.</summary>
    public static LabRequest Apply(LabRequest request, IEnumerable<RequestEdit> edits)
    {
        foreach (var edit in edits)
            request = Apply(request, edit);
        return request;
    }

    private static LabRequest Apply(LabRequest request, RequestEdit edit) => edit.Part switch
    {
        RequestPart.Method => request with { Method = edit.To! },
        RequestPart.Place => request with { Place = edit.To! },
        RequestPart.Query => request with { Query = Put(request.Query, edit, StringComparer.Ordinal) },
        RequestPart.Field => request with { Fields = Put(request.Fields, edit, StringComparer.OrdinalIgnoreCase) },
        RequestPart.Member => request with { Content = Write(request.Content, Put(MembersOf(request.Content) ?? [], edit, StringComparer.Ordinal)) },
        _ => request with { Content = edit.To ?? "" },
    };

    private static ImmutableArray<(string Name, string Value)> Kept(LabRequest from, LabRequest to) =>
        [.. to.Fields.Where(field => from.Field(field.Name) is not null || !IsOfClient(field.Name) && !(field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && to.Content.Length == 0))];

    /// <summary>Whether clients write a field of themselves.</summary>
    public static bool IsOfClient(string name) =>
        OfClients.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase);

    private static void Compare(RequestPart part, ImmutableArray<(string Name, string Value)> from, ImmutableArray<(string Name, string Value)> to, StringComparer names, ImmutableArray<RequestEdit>.Builder edits)
    {
        var (before, after) = (Joined(from, names), Joined(to, names));
        foreach (var (name, value) in before)
        {
            var now = after.GetValueOrDefault(name);
            if (now != value)
                edits.Add(new(part, name, value, now));
        }

        foreach (var (name, value) in after)
        {
            if (!before.ContainsKey(name))
                edits.Add(new(part, name, null, value));
        }
    }

    // Several lines of one name are one value (RFC 9110 §5.3).
    private static Dictionary<string, string> Joined(ImmutableArray<(string Name, string Value)> pairs, StringComparer names)
    {
        var joined = new Dictionary<string, string>(names);
        foreach (var (name, value) in pairs)
            joined[name] = joined.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        return joined;
    }

    private static ImmutableArray<(string Name, string Value)> Put(ImmutableArray<(string Name, string Value)> pairs, RequestEdit edit, StringComparer names)
    {
        var others = pairs.RemoveAll(pair => names.Equals(pair.Name, edit.Name));
        return edit.To is null ? others : others.Add((edit.Name, edit.To));
    }

    private static string? Some(string text) => text.Length == 0 ? null : text;

    // The members of a JSON object, each with its value as JSON; null for anything else.
    private static ImmutableArray<(string Name, string Value)>? MembersOf(string content)
    {
        try
        {
            return JsonNode.Parse(content) is JsonObject members ? [.. members.Select(member => (member.Key, member.Value?.ToJsonString() ?? "null"))] : null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Write(string content, ImmutableArray<(string Name, string Value)> members)
    {
        if (MembersOf(content) is null)
            return content;
        var written = new StringBuilder("{");
        foreach (var (name, value) in members)
            written.Append(written.Length > 1 ? "," : "").Append(JsonSerializer.Serialize(name, LabJson.Default.String)).Append(':').Append(value);
        return written.Append('}').ToString();
    }
}
