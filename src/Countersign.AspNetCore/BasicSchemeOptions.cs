namespace Countersign.AspNetCore;

/// <summary>User names and passwords (RFC 7617).</summary>
public sealed class BasicSchemeOptions : SchemeOptions
{
    internal BasicSchemeOptions(string name)
        : base(name)
    {
    }

    /// <summary>The htpasswd file of its users, from the content root of the application; null for the users of the store.</summary>
    public string? Htpasswd { get; set; }

    internal override bool HasGroups => Htpasswd is null;
}
