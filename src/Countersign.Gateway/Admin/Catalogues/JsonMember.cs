using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>One member of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Sentence">What it means.</param>
internal sealed record JsonMember(string Name, JsonKind Kind, string Sentence)
{
    /// <summary>Whether it is always there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether nobody but the one for whom it is should see it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The values that it may have; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The sentence for whoever sent a value that can't be taken, of each of several texts; null when it can.</summary>
    public Func<string, string?> Rule { get; init; } = _ => null;

    /// <summary>What it is, for people.</summary>
    public string KindInWords => (Kind switch
    {
        JsonKind.Text => "text",
        JsonKind.Texts => "list of texts",
        JsonKind.Flag => "true or false",
        JsonKind.Number => "number",
        JsonKind.Time => "time",
    }) + (IsNullable ? " or null" : "");

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public JsonObject ToSchema()
    {
        var type = Kind switch
        {
            JsonKind.Text or JsonKind.Time => "string",
            JsonKind.Texts => "array",
            JsonKind.Flag => "boolean",
            JsonKind.Number => "integer",
        };
        var schema = new JsonObject { ["type"] = IsNullable ? new JsonArray(type, "null") : type, ["description"] = Sentence };
        if (Kind == JsonKind.Texts)
            schema["items"] = new JsonObject { ["type"] = "string" };
        if (Kind == JsonKind.Time)
            schema["format"] = "date-time";
        if (IsSecret)
            schema["format"] = "password";
        if (!Choices.IsEmpty)
            schema["enum"] = new JsonArray([.. Choices.Select(choice => JsonValue.Create(choice))]);
        return schema;
    }
}
