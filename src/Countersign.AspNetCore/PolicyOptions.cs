using Countersign.AspNetCore.Admission;
using Countersign.Decisions;

namespace Countersign.AspNetCore;

/// <summary>Who may use the endpoints that name a policy. What is said holds all at once; users, groups and e-mail addresses are alternatives.</summary>
public sealed class PolicyOptions
{
    internal PolicyOptions(string name) => Name = name;

    internal string Name { get; }

    internal List<string> Schemes { get; } = [];

    internal List<string> NamedUsers { get; } = [];

    internal List<string> NamedGroups { get; } = [];

    internal List<string> NeededScopes { get; } = [];

    internal List<string> NamedRoles { get; } = [];

    internal List<string> NamedNetworks { get; } = [];

    internal List<string> NamedEmails { get; } = [];

    internal List<string> NamedEmailDomains { get; } = [];

    internal List<ClaimDemand> Claims { get; } = [];

    internal SignInDemand? SignInNeeded { get; private set; }

    internal UnauthenticatedAnswer Unauthenticated { get; private set; }

    internal bool IsClosed { get; private set; }

    internal bool IsConcealed { get; private set; }

    /// <summary>The schemes, any of which suffices, in the order in which they are offered.</summary>
    public PolicyOptions AnyOf(params string[] schemes) => Add(Schemes, schemes);

    /// <summary>Users who may enter; of users, groups and addresses any match suffices.</summary>
    public PolicyOptions Users(params string[] names) => Add(NamedUsers, names);

    /// <summary>E-mail addresses whose owners may enter, as the store or a provider knows them.</summary>
    public PolicyOptions Emails(params string[] addresses) => Add(NamedEmails, addresses);

    /// <summary>Domains of e-mail addresses whose owners may enter, without those below them.</summary>
    public PolicyOptions EmailDomains(params string[] domains) => Add(NamedEmailDomains, domains);

    /// <summary>Groups whose members may enter.</summary>
    public PolicyOptions Groups(params string[] names) => Add(NamedGroups, names);

    /// <summary>Scopes, all of which are needed.</summary>
    public PolicyOptions Scopes(params string[] names) => Add(NeededScopes, names);

    /// <summary>Roles, one of which is needed.</summary>
    public PolicyOptions Roles(params string[] names) => Add(NamedRoles, names);

    /// <summary>Networks (<c>192.0.2.0/24</c>) or addresses, from one of which requests have to come.</summary>
    public PolicyOptions Networks(params string[] networks) => Add(NamedNetworks, networks);

    /// <summary>A claim that the issuer has to make, with one of the values.</summary>
    public PolicyOptions Claim(string name, params string[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        Claims.Add(new(name, [.. values]));
        return this;
    }

    /// <summary>How a person must have signed in (RFC 9470).</summary>
    /// <param name="maxAge">How long ago at most; null for any time.</param>
    /// <param name="acrValues">The classes, one of which is needed, in order of preference; none for any.</param>
    public PolicyOptions SignIn(TimeSpan? maxAge, params string[] acrValues)
    {
        SignInNeeded = new([.. acrValues], maxAge);
        return this;
    }

    /// <summary>What somebody gets who has to sign in and could do so by a session: by default people who open a page are sent to sign in, and programs get the 401.</summary>
    public PolicyOptions OnUnauthenticated(UnauthenticatedAnswer answer)
    {
        Unauthenticated = answer;
        return this;
    }

    /// <summary>Nobody may enter, and no credentials are read.</summary>
    public PolicyOptions Deny()
    {
        IsClosed = true;
        return this;
    }

    /// <summary>Who is recognised and may not enter gets 404 instead of 403.</summary>
    public PolicyOptions Conceal()
    {
        IsConcealed = true;
        return this;
    }

    private PolicyOptions Add(List<string> list, string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        list.AddRange(names);
        return this;
    }
}
