using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>Writes keys as JSON (RFC 7517).</summary>
public static class JwkWriter
{
    /// <summary>One public key. Throws <see cref="ArgumentException"/> for a secret: there is nothing public in it.</summary>
    public static string Write(VerificationKey key) => ToText(json => WritePublic(json, key));

    /// <summary>A JWK Set of public keys (RFC 7517 §5). Throws <see cref="ArgumentException"/> for a secret.</summary>
    public static string WriteSet(IEnumerable<VerificationKey> keys) => ToText(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys"u8);
        foreach (var key in keys)
            WritePublic(json, key);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A key with its private part, for the one file that keeps it.</summary>
    public static Secret WritePrivate(SigningKey key) => new(ToText(json =>
    {
        json.WriteStartObject();
        key.Material.WriteRequired(json);
        key.Material.WritePrivate(json);
        WriteNames(json, key.Verifier);
        json.WriteEndObject();
    }));

    private static void WritePublic(Utf8JsonWriter json, VerificationKey key)
    {
        if (key.IsSecret)
            throw new ArgumentException("A secret can't be written as a public key.", nameof(key));
        json.WriteStartObject();
        key.Material.WriteRequired(json);
        WriteNames(json, key);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, VerificationKey key)
    {
        if (key.KeyId is not null)
            json.WriteString("kid"u8, key.KeyId);
        json.WriteString("use"u8, "sig"u8);
        if (key.Algorithms is [var only])
            json.WriteString("alg"u8, only.Name);
    }

    private static string ToText(Action<Utf8JsonWriter> write)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets))
            write(json);
        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }
}
