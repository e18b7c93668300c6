using System.Text.Json;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Admin;

/// <summary>A key as commands and admin listener tell it (CONTRACT 16).</summary>
public static class KeyJson
{
    /// <summary>What is known of a key.</summary>
    public static void Write(Utf8JsonWriter json, ApiKeyRecord record) => Write(json, record, null);

    /// <summary>A new key, shown this once.</summary>
    public static void Write(Utf8JsonWriter json, NewApiKey created) => Write(json, created.Record, created.Key);

    private static void Write(Utf8JsonWriter json, ApiKeyRecord record, Secret? key)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        if (key is not null)
            json.WriteString("key", key.Reveal());
        json.WriteString("name", record.Name);
        json.WriteString("prefix", record.Prefix);
        json.WriteStartArray("scopes");
        foreach (var scope in record.Scopes)
            json.WriteStringValue(scope);
        json.WriteEndArray();
        json.WriteString("owner", record.Owner);
        json.WriteString("created", JsonTime.Of(record.Created));
        json.WriteString("expires", JsonTime.Of(record.Expires));
        json.WriteString("revoked", JsonTime.Of(record.Revoked));
        json.WriteString("lastUsed", JsonTime.Of(record.LastUsed));
        json.WriteString("replaces", record.Replaces);
        json.WriteString("replacedBy", record.ReplacedBy);
        json.WriteEndObject();
    }
}
