using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Makes subjects of sessions.</summary>
internal static class SessionSubjects
{
    /// <summary>The person of a session: as the user of the store is now, or as the provider said at the sign-in.</summary>
    public static Subject Of(SessionRow row, UserRecord? user)
    {
        var shown = SignInMethods.Read(row.Methods, row.Acr);
        return Described(row, user) with
        {
            Session = new(row.Handle, DateTimeOffset.FromUnixTimeMilliseconds(row.SignedIn))
            {
                Provider = row.Provider,
                IsNamedElsewhere = row.Provider is not null,
                Methods = shown.Methods,
                Strengths = shown.Strengths,
            },
        };
    }

    private static Subject Described(SessionRow row, UserRecord? user)
    {
        if (row.Provider is not null)
            return SubjectSnapshot.Read(row.Name, row.Kind, row.Snapshot ?? "{}");
        return new(row.Name) { Kind = row.Kind, Groups = user?.Groups ?? [], Email = user?.Email };
    }
}
