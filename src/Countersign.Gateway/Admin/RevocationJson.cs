using System.Text.Json;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Admin;

/// <summary>A revocation as commands and admin listener tell it.</summary>
public static class RevocationJson
{
    /// <summary>All of one; of a token its hash.</summary>
    public static void Write(Utf8JsonWriter json, RevocationRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("id", record.Id);
        json.WriteString("kind", record.Kind.Name());
        json.WriteString("value", record.Value);
        json.WriteString("issuer", record.Issuer);
        json.WriteString("created", JsonTime.Of(record.Created));
        json.WriteString("reason", record.Reason);
        json.WriteString("until", JsonTime.Of(record.Until));
        json.WriteEndObject();
    }
}
