using System.Globalization;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Explaining;

/// <summary>A route's demands in words.</summary>
internal static class PolicyText
{
    public static string Of(RouteConfiguration route) => route.Access.Kind switch
    {
        AccessKind.Public => "open to everybody",
        AccessKind.Deny => "closed to everybody",
        AccessKind.AnyOf => string.Join("; ", [.. Demands(route.Access), .. Exchange(route)]),
    };

    /// <summary>What a token has to say beside whose it is.</summary>
    public static IEnumerable<string> OfToken(AccessConfiguration access)
    {
        foreach (var claim in access.Claims)
            yield return Claim(claim.Name, claim.Values);
        if (access.SignIn is { AcrValues: { Length: > 0 } acr })
            yield return "signed in by " + string.Join(" or ", acr);
        if (access.SignIn is { MaxAge: { } age })
            yield return string.Create(CultureInfo.InvariantCulture, $"signed in at most {age.TotalSeconds:0} s ago");
    }

    /// <summary>A claim that is needed.</summary>
    public static string Claim(string name, IEnumerable<string> values) => $"{name} {string.Join(" or ", values)}";

    /// <summary>What becomes of the token before the upstream gets one; its issuer may say no.</summary>
    public static IEnumerable<string> Exchange(RouteConfiguration route) =>
        route.Upstream?.Exchange is { } exchange ? [$"the token exchanged by {exchange.Issuer} for {string.Join(", ", exchange.Audiences.Concat(exchange.Resources))}"] : [];

    private static IEnumerable<string> Demands(AccessConfiguration access)
    {
        yield return "any of " + string.Join(", ", access.AnyOf);
        if (access.Users.Length > 0)
            yield return "users " + string.Join(", ", access.Users);
        if (access.Groups.Length > 0)
            yield return "groups " + string.Join(", ", access.Groups);
        if (access.Emails.Length > 0)
            yield return "e-mail " + string.Join(", ", access.Emails);
        if (access.EmailDomains.Length > 0)
            yield return "e-mail of " + string.Join(", ", access.EmailDomains);
        if (access.Scopes.Length > 0)
            yield return "all scopes of " + string.Join(", ", access.Scopes);
        if (access.Roles.Length > 0)
            yield return "roles " + string.Join(", ", access.Roles);
        foreach (var said in OfToken(access))
            yield return said;
        if (access.Networks.Length > 0)
            yield return "from " + string.Join(", ", access.Networks);
    }
}
