using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>What a JSON value is, under a name of its own in the OpenAPI document.</summary>
/// <param name="Name">The name.</param>
/// <param name="Members">The members of the object, for people.</param>
/// <param name="Write">JSON Schema, draft 2020-12; a new one each time, since a node has one parent.</param>
internal sealed record JsonSchema(string Name, IReadOnlyList<JsonMember> Members, Func<JsonNode> Write)
{
    /// <summary>What the serializer writes of a type.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type, as the serializer knows it.</param>
    /// <param name="text">A type that a converter writes as text.</param>
    public static JsonSchema Of(string name, JsonTypeInfo type, Type? text = null) => new(name, [], () => type.GetJsonSchemaAsNode(new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => text is null || !text.Equals(Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type)
            ? schema
            : new JsonObject { ["type"] = context.TypeInfo.Type.Equals(text) ? "string" : new JsonArray("string", "null") },
    }));
}
