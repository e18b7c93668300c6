using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.AspNetCore.Stores;

/// <summary>A list of texts in one column, as a JSON array.</summary>
internal static class TextList
{
    public static string Write(ImmutableArray<string> items) => JsonSerializer.Serialize(items.IsDefault ? [] : items, StoreJson.Default.ImmutableArrayString);

    public static ImmutableArray<string> Read(string json) => JsonSerializer.Deserialize(json, StoreJson.Default.ImmutableArrayString);
}

[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(ImmutableArray<StoredVerdict>))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>A scheme's verdict as it is stored: refusals by their slugs, which outlive the order of the enum.</summary>
internal sealed record StoredVerdict(string Scheme, string? Reason, string? Evidence);
