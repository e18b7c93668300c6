using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Admin;

/// <summary>A key as commands and admin listener tell it (CONTRACT 16).</summary>
public static class KeyJson
{
    private static readonly JsonFace<(ApiKeyRecord Record, Secret? Key)> Face = new JsonFace<(ApiKeyRecord Record, Secret? Key)>("Key")
        .Text("id", "The id, the subject's name where the key is used.", shown => shown.Record.Id)
        .TextIfAny("key", "The key itself, in the answer that made it and never again.", shown => shown.Key?.Reveal(), isSecret: true)
        .Text("name", "What it is for.", shown => shown.Record.Name)
        .Text("prefix", "How the key begins, to recognise it by.", shown => shown.Record.Prefix)
        .Texts("scopes", "The scopes that it grants.", shown => shown.Record.Scopes)
        .TextOrNull("owner", "The user whose key it is.", shown => shown.Record.Owner)
        .Time("created", "When it was made.", shown => shown.Record.Created)
        .TimeOrNull("expires", "When it ends; null for never.", shown => shown.Record.Expires)
        .TimeOrNull("revoked", "When it was revoked; null when it was not.", shown => shown.Record.Revoked)
        .TimeOrNull("lastUsed", "When it was used last, to the minute.", shown => shown.Record.LastUsed)
        .TextOrNull("replaces", "The id of the key that it took the place of.", shown => shown.Record.Replaces)
        .TextOrNull("replacedBy", "The id of the key that took its place.", shown => shown.Record.ReplacedBy);

    internal static JsonSchema Schema => Face.Schema;

    /// <summary>What is known of a key.</summary>
    public static void Write(Utf8JsonWriter json, ApiKeyRecord record) => Face.Write(json, (record, null));

    /// <summary>A new key, shown this once.</summary>
    public static void Write(Utf8JsonWriter json, NewApiKey created)
    {
        ArgumentNullException.ThrowIfNull(created);
        Face.Write(json, (created.Record, created.Key));
    }
}
