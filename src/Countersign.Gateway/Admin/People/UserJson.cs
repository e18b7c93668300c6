using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Admin.People;

/// <summary>A user as commands and admin listener tell it; of the password nothing.</summary>
public static class UserJson
{
    private static readonly JsonFace<UserRecord> Face = new JsonFace<UserRecord>("User")
        .Text("name", "The name.", user => user.Name)
        .Texts("groups", "The groups that the user belongs to.", user => user.Groups)
        .TextOrNull("email", "The e-mail address.", user => user.Email)
        .Flag("disabled", "Whether nobody gets in by this name.", user => user.Disabled)
        .Time("created", "When the user was added.", user => user.Created);

    internal static JsonSchema Schema => Face.Schema;

    /// <summary>All that is shown of one.</summary>
    public static void Write(Utf8JsonWriter json, UserRecord user) => Face.Write(json, user);
}
