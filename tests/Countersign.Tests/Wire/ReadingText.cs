using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Tests.Wire;

/// <summary>Readings as one line of text, so that a difference is seen at a glance.</summary>
internal static class ReadingText
{
    public static string Of(ImmutableArray<Challenge> challenges) =>
        string.Join(" | ", challenges.Select(challenge => Of(challenge.Scheme, challenge.Token68, challenge.Params)));

    public static string Of(string scheme, string? token68, ImmutableArray<AuthParam> parameters) =>
        $"{scheme} [{token68}] {{{string.Join(", ", parameters.Select(Of))}}}";

    public static string OfVectors(JsonElement challenges) => string.Join(" | ", challenges.EnumerateArray().Select(OfVector));

    public static string OfVector(JsonElement challenge) =>
        Of(challenge.GetProperty("scheme").GetString()!, challenge.GetProperty("token68").GetString(), [.. challenge.GetProperty("params").EnumerateArray().Select(Param)]);

    private static AuthParam Param(JsonElement param) =>
        new(param.GetProperty("name").GetString()!, param.GetProperty("value").GetString()!, param.GetProperty("quoted").GetBoolean());

    private static string Of(AuthParam param) => param.Quoted ? $"{param.Name}=\"{param.Value}\"" : $"{param.Name}={param.Value}";
}
