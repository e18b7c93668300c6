using System.Collections.Immutable;

namespace Countersign.Cli.Requests.Recording;

/// <summary>An answer as it came.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Fields">The fields, with those of the content.</param>
/// <param name="Content">As much of the content as was read.</param>
internal sealed record RecordedAnswer(int Status, string Reason, ImmutableArray<(string Name, string Value)> Fields, BoundedCopy Content)
{
    /// <summary>The media type without its parameters, in lower case; null for none.</summary>
    public string? MediaType => MediaTypeOf(Find("Content-Type"));

    /// <summary>The first value of a field; null where there is none.</summary>
    public string? Find(string name) => Find(Fields, name);

    /// <summary>The lines of a field.</summary>
    public string[] Lines(string name) => [.. Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    internal static string? Find(ImmutableArray<(string Name, string Value)> fields, string name) =>
        fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    internal static string? MediaTypeOf(string? field) => field?.Split(';')[0].Trim().ToLowerInvariant();
}
