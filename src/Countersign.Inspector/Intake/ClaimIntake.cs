using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Countersign.Inspector.Intake;

/// <summary>Copies claims, but for the secrets that somebody put among them: passwords, tokens within tokens, private keys.</summary>
internal static class ClaimIntake
{
    /// <summary>A claim or a member of a header.</summary>
    public static JsonElement Take(string name, JsonElement value, TextIntake text) => Copied(json => Write(json, value, text, new(name, IsSecret(name), IsKey: false)));

    /// <summary>All members of an object, some of which may stand there twice.</summary>
    public static JsonElement TakeAll(JsonElement members, TextIntake text) => Copied(json => Write(json, members, text, new("", IsSecret: false, IsKey: false)));

    private static JsonElement Copied(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, TextIntake text, Within within)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                var isJwk = value.TryGetProperty("kty", out _);
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(text.Take(member.Name, isGrammar: true));
                    Write(json, member.Value, text, new(member.Name, within.IsSecret || IsSecret(member.Name), isJwk));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, text, within);
                json.WriteEndArray();
                break;
            case JsonValueKind.String when within.IsSecret || (within.IsKey && KeyMembers.IsPrivate(within.Name)):
                json.WriteStringValue(value.GetString()!.Length == 0 ? "" : "***");
                break;
            case JsonValueKind.String:
                json.WriteStringValue(text.TakeValue(value.GetString()!));
                break;
            case JsonValueKind.Number when within.IsSecret:
                json.WriteStringValue("***");
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // sid, jti, at_hash and their kind name something and open nothing.
    private static bool IsSecret(string name) => name is not ("sid" or "session") && SecretNames.IsMember(name);

    /// <summary>Where a value stands.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Within(string Name, bool IsSecret, bool IsKey);
}
