using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.Gateway.Explaining;

/// <summary>The journal between the admin listener and its readers, the command <c>explain</c> among them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(SlugOfRefusal)])]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(IReadOnlyList<JournalEntry>))]
[JsonSerializable(typeof(IReadOnlyList<AdmissionCount>))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>A refusal by its slug, as everywhere outside the code.</summary>
internal sealed class SlugOfRefusal : JsonConverter<Refusal>
{
    public override Refusal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RefusalCatalogue.Find(reader.GetString() ?? "") ?? throw new JsonException("This is no slug of a refusal.");

    public override void Write(Utf8JsonWriter writer, Refusal value, JsonSerializerOptions options) => writer.WriteStringValue(value.Row().Slug);
}
