using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Admin;

/// <summary>A revocation as commands and admin listener tell it.</summary>
public static class RevocationJson
{
    private static readonly JsonFace<(RevocationRecord Record, string? Warning)> Face = new JsonFace<(RevocationRecord Record, string? Warning)>("Revocation")
        .Number("id", "Its number.", shown => shown.Record.Id)
        .Text("kind", "What is revoked: jti, sid, subject or token.", shown => shown.Record.Kind.Name())
        .Text("value", "The name out of the token; of a whole token its SHA-256.", shown => shown.Record.Value)
        .TextOrNull("issuer", "Whose name it is; null for every issuer.", shown => shown.Record.Issuer)
        .Time("created", "When it was revoked.", shown => shown.Record.Created)
        .TextOrNull("reason", "Why, in an operator's words.", shown => shown.Record.Reason)
        .TimeOrNull("until", "From when on it may be forgotten; null for never.", shown => shown.Record.Until)
        .TextIfAny("warning", "What to think of; left out where there is nothing.", shown => shown.Warning);

    internal static JsonSchema Schema => Face.Schema;

    /// <summary>All of one; of a token its hash.</summary>
    public static void Write(Utf8JsonWriter json, RevocationRecord record) => Write(json, record, warning: null);

    /// <summary>All of one, and what to think of where there is something.</summary>
    public static void Write(Utf8JsonWriter json, RevocationRecord record, string? warning) => Face.Write(json, (record, warning));
}
