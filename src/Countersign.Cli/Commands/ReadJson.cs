using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>A reading as one line of JSON.</summary>
internal readonly record struct ReadAnswer(bool IsValid, string Json);

/// <summary>Writes readings as JSON.</summary>
internal static class ReadJson
{
    public static ReadAnswer Of(ChallengesReading reading) => new(reading.IsValid, Write(reading.IsValid, reading.Faults, json =>
    {
        json.WriteStartArray("challenges");
        foreach (var challenge in reading.Challenges)
            Write(json, challenge.Scheme, challenge.Token68, challenge.Params);
        json.WriteEndArray();
    }));

    public static ReadAnswer Of(CredentialsReading reading) => new(reading.IsValid, Write(reading.IsValid, reading.Faults, json =>
    {
        json.WritePropertyName("credentials");
        if (reading.Credentials is { } credentials)
            Write(json, credentials.Scheme, credentials.Token68, credentials.Params);
        else
            json.WriteNullValue();
    }));

    private static string Write(bool isValid, ImmutableArray<WireFault> faults, Action<Utf8JsonWriter> writeContent)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("valid", isValid);
            writeContent(json);
            json.WriteStartArray("faults");
            foreach (var fault in faults)
            {
                json.WriteStartObject();
                json.WriteNumber("start", fault.Start);
                json.WriteNumber("length", fault.Length);
                json.WriteString("kind", fault.Kind);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string scheme, string? token68, ImmutableArray<AuthParam> parameters)
    {
        json.WriteStartObject();
        json.WriteString("scheme", scheme);
        json.WriteString("token68", token68);
        json.WriteStartArray("params");
        foreach (var parameter in parameters)
        {
            json.WriteStartArray();
            json.WriteStringValue(parameter.Name);
            json.WriteStringValue(parameter.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
