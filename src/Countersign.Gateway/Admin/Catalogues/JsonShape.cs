using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>A JSON object of known members, which a request has as its content.</summary>
/// <param name="Name">Its name in the OpenAPI document.</param>
/// <param name="Members">What may stand in it, and nothing else.</param>
internal sealed record JsonShape(string Name, ImmutableArray<JsonMember> Members)
{
    public JsonSchema Schema => new(Name, Members, () => Write(Members, isClosed: true));

    /// <summary>JSON Schema of an object of members.</summary>
    /// <param name="members">The members.</param>
    /// <param name="isClosed">Whether there can be no others.</param>
    public static JsonObject Write(IReadOnlyList<JsonMember> members, bool isClosed)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.ToSchema()))),
        };
        if (members.Any(member => member.IsRequired))
            schema["required"] = new JsonArray([.. members.Where(member => member.IsRequired).Select(member => JsonValue.Create(member.Name))]);
        if (isClosed)
            schema["additionalProperties"] = false;
        return schema;
    }
}
