using System.Text.Json;
using Countersign.AspNetCore.Sessions;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Admin.People;

/// <summary>A session as commands and admin listener tell it. Its id, by which the browser gets in, nobody can tell.</summary>
public static class SessionJson
{
    private static readonly JsonFace<SessionRecord> Face = new JsonFace<SessionRecord>("Session")
        .Text("handle", "The handle, by which it is shown and revoked; nobody gets in with it.", session => session.Handle)
        .Text("name", "Whose session it is.", session => session.Name)
        .TextOrNull("provider", "The provider by which the person signed in; null for a user of the store.", session => session.Provider)
        .Texts("methods", "By what it was proven who it is.", session => session.Methods)
        .Time("created", "When it began.", session => session.Created)
        .Time("lastUsed", "When it was used last, to the minute.", session => session.LastUsed)
        .Time("ends", "When it ends at the latest.", session => session.Ends)
        .Flag("remember", "Whether the browser keeps it when it is closed.", session => session.Remember)
        .Text("client", "The address from which it began.", session => session.Client)
        .TextOrNull("userAgent", "What the browser called itself.", session => session.UserAgent);

    internal static JsonSchema Schema => Face.Schema;

    /// <summary>All that is shown of one.</summary>
    public static void Write(Utf8JsonWriter json, SessionRecord session) => Face.Write(json, session);
}
