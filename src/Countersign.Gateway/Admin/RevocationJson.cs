using System.Text.Json;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Admin;

/// <summary>A revocation as commands and admin listener tell it.</summary>
public static class RevocationJson
{
    /// <summary>All of one; of a token its hash.</summary>
    public static void Write(Utf8JsonWriter json, RevocationRecord record) => Write(json, record, warning: null);

    /// <summary>All of one, and what to think of where there is something.</summary>
    public static void Write(Utf8JsonWriter json, RevocationRecord record, string? warning)
    {
        json.WriteStartObject();
        json.WriteNumber("id", record.Id);
        json.WriteString("kind", record.Kind.Name());
        json.WriteString("value", record.Value);
        json.WriteString("issuer", record.Issuer);
        json.WriteString("created", JsonTime.Of(record.Created));
        json.WriteString("reason", record.Reason);
        json.WriteString("until", JsonTime.Of(record.Until));
        if (warning is not null)
            json.WriteString("warning", warning);
        json.WriteEndObject();
    }
}
