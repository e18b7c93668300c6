using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Admin.People;

/// <summary>A group as commands and admin listener tell it.</summary>
public static class GroupJson
{
    private static readonly JsonFace<GroupRecord> Face = new JsonFace<GroupRecord>("Group")
        .Text("name", "The name.", group => group.Name)
        .Texts("members", "The names of the users who belong to it.", group => group.Members);

    internal static JsonSchema Schema => Face.Schema;

    /// <summary>All of one.</summary>
    public static void Write(Utf8JsonWriter json, GroupRecord group) => Face.Write(json, group);
}
