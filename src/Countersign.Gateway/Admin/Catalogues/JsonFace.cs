using System.Text.Json;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>How something is shown as a JSON object: what is written and what the OpenAPI document says of it are one list.</summary>
/// <param name="name">The name of the object in the OpenAPI document.</param>
internal sealed class JsonFace<T>(string name)
{
    private readonly List<(JsonMember Member, Action<Utf8JsonWriter, T> Write)> _members = [];

    public JsonSchema Schema
    {
        get
        {
            var members = _members.ConvertAll(entry => entry.Member);
            return new(name, members, () => JsonShape.Write(members, isClosed: false));
        }
    }

    public JsonFace<T> Text(string member, string sentence, Func<T, string> of) =>
        Add(new(member, JsonKind.Text, sentence), (json, item) => json.WriteString(member, of(item)));

    public JsonFace<T> TextOrNull(string member, string sentence, Func<T, string?> of) =>
        Add(new(member, JsonKind.Text, sentence) { IsNullable = true }, (json, item) => json.WriteString(member, of(item)));

    /// <summary>A text that is left out when there is none.</summary>
    public JsonFace<T> TextIfAny(string member, string sentence, Func<T, string?> of, bool isSecret = false)
    {
        _members.Add((new(member, JsonKind.Text, sentence) { IsSecret = isSecret }, WriteAny));
        return this;

        void WriteAny(Utf8JsonWriter json, T item)
        {
            if (of(item) is { } text)
                json.WriteString(member, text);
        }
    }

    public JsonFace<T> Texts(string member, string sentence, Func<T, IEnumerable<string>> of) => Add(new(member, JsonKind.Texts, sentence), (json, item) =>
    {
        json.WriteStartArray(member);
        foreach (var text in of(item))
            json.WriteStringValue(text);
        json.WriteEndArray();
    });

    public JsonFace<T> Flag(string member, string sentence, Func<T, bool> of) =>
        Add(new(member, JsonKind.Flag, sentence), (json, item) => json.WriteBoolean(member, of(item)));

    public JsonFace<T> Number(string member, string sentence, Func<T, long> of) =>
        Add(new(member, JsonKind.Number, sentence), (json, item) => json.WriteNumber(member, of(item)));

    public JsonFace<T> Time(string member, string sentence, Func<T, DateTimeOffset> of) =>
        Add(new(member, JsonKind.Time, sentence), (json, item) => json.WriteString(member, JsonTime.Of(of(item))));

    public JsonFace<T> TimeOrNull(string member, string sentence, Func<T, DateTimeOffset?> of) =>
        Add(new(member, JsonKind.Time, sentence) { IsNullable = true }, (json, item) => json.WriteString(member, JsonTime.Of(of(item))));

    public void Write(Utf8JsonWriter json, T item)
    {
        json.WriteStartObject();
        foreach (var (_, write) in _members)
            write(json, item);
        json.WriteEndObject();
    }

    private JsonFace<T> Add(JsonMember member, Action<Utf8JsonWriter, T> write)
    {
        _members.Add((member with { IsRequired = true }, write));
        return this;
    }
}
