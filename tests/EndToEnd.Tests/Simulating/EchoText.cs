using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.EndToEnd.Simulating;

/// <summary>An echo in one form, whoever wrote it.</summary>
internal static class EchoText
{
    /// <summary>Its members in the order of their names, some left out.</summary>
    public static string Of(string json, string[] without)
    {
        var text = Sorted(JsonNode.Parse(json), without)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return Regex.Replace(text, "boundary=-+[0-9a-zA-Z]+", "boundary", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private static JsonNode? Sorted(JsonNode? node, string[] without) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => !without.Contains(member.Key)).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value, without)))),
        JsonArray items => new JsonArray([.. items.Select(item => Sorted(item, without))]),
        _ => node?.DeepClone(),
    };
}
