using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>Members of a JSON object, where what is not of the kind that is wanted counts as not there.</summary>
internal static class JsonMembers
{
    public static string? TextOf(this JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    public static bool IsTrue(this JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;

    /// <summary>The texts of an array; empty where there is none.</summary>
    public static ImmutableArray<string> TextsOf(this JsonElement document, ReadOnlySpan<byte> name) => TextsOrNull(document, name) ?? [];

    /// <summary>The texts of an array; null where there is none, which may mean something else than an empty one.</summary>
    public static ImmutableArray<string>? TextsOrNull(this JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array
            ? [.. member.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : null;
}
