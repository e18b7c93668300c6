using System.Globalization;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Explaining;

/// <summary>A route's demands in words.</summary>
internal static class PolicyText
{
    public static string Of(AccessConfiguration access) => access.Kind switch
    {
        AccessKind.Public => "open to everybody",
        AccessKind.Deny => "closed to everybody",
        AccessKind.AnyOf => string.Join("; ", Demands(access)),
    };

    private static IEnumerable<string> Demands(AccessConfiguration access)
    {
        yield return "any of " + string.Join(", ", access.AnyOf);
        if (access.Users.Length > 0)
            yield return "users " + string.Join(", ", access.Users);
        if (access.Groups.Length > 0)
            yield return "groups " + string.Join(", ", access.Groups);
        if (access.Scopes.Length > 0)
            yield return "all scopes of " + string.Join(", ", access.Scopes);
        if (access.Roles.Length > 0)
            yield return "roles " + string.Join(", ", access.Roles);
        foreach (var claim in access.Claims)
            yield return $"{claim.Name} {string.Join(" or ", claim.Values)}";
        if (access.SignIn is { AcrValues: { Length: > 0 } acr })
            yield return "signed in by " + string.Join(" or ", acr);
        if (access.SignIn is { MaxAge: { } age })
            yield return string.Create(CultureInfo.InvariantCulture, $"signed in at most {age.TotalSeconds:0} s ago");
        if (access.Networks.Length > 0)
            yield return "from " + string.Join(", ", access.Networks);
    }
}
