namespace Countersign.Tokens.Rules;

/// <summary>Which claims say who a subject is. Each is a claim's name, or a path with dots into objects (<c>realm_access.roles</c>).</summary>
public sealed record SubjectClaimNames
{
    /// <summary>The name; it has to be there.</summary>
    public string Name { get; init; } = "sub";

    /// <summary>The groups.</summary>
    public string Groups { get; init; } = "groups";

    /// <summary>The roles.</summary>
    public string Roles { get; init; } = "roles";

    /// <summary>The e-mail address; one that the issuer says is not verified is left out.</summary>
    public string Email { get; init; } = "email";
}
