using System.Security.Claims;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Doors;

/// <summary>Makes the user of a request as applications know it.</summary>
internal static class Principals
{
    private const string Kind = "countersign:kind";
    private const string Provider = "countersign:provider";

    /// <summary>The user; groups are roles too, so that <see cref="ClaimsPrincipal.IsInRole"/> knows them.</summary>
    /// <param name="subject">Who was recognised.</param>
    /// <param name="scheme">The configured name of the scheme.</param>
    public static ClaimsPrincipal Of(Subject subject, string scheme)
    {
        var issuer = subject.Claims?.Issuer ?? ClaimsIdentity.DefaultIssuer;
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        Add(ClaimTypes.Name, subject.Name);
        Add(ClaimTypes.NameIdentifier, subject.Name);
        Add(Kind, subject.Kind);
        if (subject.Session?.Provider is { } provider)
            Add(Provider, provider);
        if (subject.Email is { } email)
            Add(ClaimTypes.Email, email);
        foreach (var group in subject.Groups)
            Add("groups", group);
        foreach (var role in subject.Groups.Union(subject.Roles, StringComparer.Ordinal))
            Add(ClaimTypes.Role, role);
        foreach (var scope in subject.Scopes)
            Add("scope", scope);
        return new ClaimsPrincipal(identity);

        void Add(string type, string value) => identity.AddClaim(new Claim(type, value, ClaimValueTypes.String, issuer));
    }
}
