using System.Collections.Immutable;

namespace Countersign.Lab.Exercises.Records;

/// <summary>A request to a place of an exercise.</summary>
/// <param name="Method">The method.</param>
/// <param name="Place">The path below the learner's address, without a slash before it.</param>
internal sealed record LabRequest(string Method, string Place)
{
    /// <summary>The parameters of the query, decoded.</summary>
    public ImmutableArray<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>The fields.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The content; empty for none.</summary>
    public string Content { get; init; } = "";

    /// <summary>GET of a place.</summary>
    public static LabRequest Get(string place) => new("GET", place);

    /// <summary>The same with one more field.</summary>
    public LabRequest With(string name, string value) => this with { Fields = Fields.Add((name, value)) };

    /// <summary>A field's value, its lines joined; null for none.</summary>
    public string? Field(string name)
    {
        var lines = Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).ToList();
        return lines.Count == 0 ? null : string.Join(", ", lines);
    }

    /// <summary>The query as it stands in an address, with its question mark; empty for none.</summary>
    public string QueryText => Query.IsEmpty ? "" : "?" + string.Join('&', Query.Select(each => $"{Uri.EscapeDataString(each.Name)}={Uri.EscapeDataString(each.Value)}"));
}
