using System.Buffers;
using System.Text.Json;

namespace Countersign.Inspector.Intake;

/// <summary>Copies claims, but for the secrets that somebody put among them: passwords, tokens within tokens, private keys.</summary>
internal static class ClaimIntake
{
    public static JsonElement Take(string name, JsonElement value, TextIntake text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, name, value, text, isKey: false);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter json, string name, JsonElement value, TextIntake text, bool isKey)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                var isJwk = value.TryGetProperty("kty", out _);
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Name, member.Value, text, isJwk);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, name, item, text, isKey);
                json.WriteEndArray();
                break;
            case JsonValueKind.String when IsSecret(name) || (isKey && IsPrivateMember(name)):
                json.WriteStringValue("***");
                break;
            case JsonValueKind.String:
                json.WriteStringValue(text.Take(value.GetString()!, isGrammar: true));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // sid, jti, at_hash and their kind name something and open nothing.
    private static bool IsSecret(string name) => SecretNames.IsPassword(name) || name.EndsWith("_token", StringComparison.OrdinalIgnoreCase) || name.Equals("token", StringComparison.OrdinalIgnoreCase);

    // RFC 7518 §6.2.2, §6.3.2, §6.4.1
    private static bool IsPrivateMember(string name) => name is "d" or "p" or "q" or "dp" or "dq" or "qi" or "oth" or "k";
}
