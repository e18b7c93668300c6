namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>The answer when all is well.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Sentence">What it says.</param>
internal sealed record AdminAnswer(int Status, string Sentence)
{
    /// <summary>The media type of its content where that is not JSON.</summary>
    public string? Media { get; init; }

    /// <summary>What the JSON is; null where there is no content, or none that is described here.</summary>
    public JsonSchema? Schema { get; init; }

    /// <summary>Whether the content is a list of these.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether <c>Location</c> says where it is now.</summary>
    public bool HasLocation { get; init; }

    /// <summary>Whether <c>ETag</c> says as what it was seen, for a change on that condition.</summary>
    public bool HasTag { get; init; }

    /// <summary>Nothing more to say.</summary>
    public static AdminAnswer Done(string sentence) => new(204, sentence);

    public static AdminAnswer One(JsonSchema schema, string sentence) => new(200, sentence) { Schema = schema };

    public static AdminAnswer List(JsonSchema schema, string sentence) => new(200, sentence) { Schema = schema, IsList = true };

    public static AdminAnswer Made(JsonSchema schema, string sentence) => new(201, sentence) { Schema = schema, HasLocation = true };
}
