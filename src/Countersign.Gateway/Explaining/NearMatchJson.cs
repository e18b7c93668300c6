using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Gateway.Routing;

namespace Countersign.Gateway.Explaining;

/// <summary>The member <c>nearMatches</c> of <c>route</c> and <c>explain</c>.</summary>
internal static class NearMatchJson
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<NearMatch> matches)
    {
        json.WriteStartArray("nearMatches");
        foreach (var match in matches)
        {
            json.WriteStartObject();
            json.WriteString("route", match.Route);
            json.WriteString("missed", match.Missed);
            json.WriteString("why", match.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
