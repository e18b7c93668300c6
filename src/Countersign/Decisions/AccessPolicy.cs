using System.Collections.Immutable;
using System.Net;

namespace Countersign.Decisions;

/// <summary>How a route is protected, before anything is judged.</summary>
public enum AccessKind
{
    /// <summary>Nobody is asked for anything.</summary>
    Public,

    /// <summary>Nobody gets in and no credentials are read.</summary>
    Deny,

    /// <summary>Credentials of one of the schemes are needed.</summary>
    AnyOf,
}

/// <summary>What a route demands. Schemes in the order in which they are offered.</summary>
/// <param name="Kind">The kind of protection.</param>
public sealed record AccessPolicy(AccessKind Kind)
{
    /// <summary>Open to everybody.</summary>
    public static AccessPolicy Public { get; } = new(AccessKind.Public);

    /// <summary>Closed to everybody.</summary>
    public static AccessPolicy Deny { get; } = new(AccessKind.Deny);

    /// <summary>The schemes, any of which suffices, in the order in which they are offered.</summary>
    public ImmutableArray<IAuthScheme> Schemes { get; init; } = [];

    /// <summary>
    /// The users who may enter, among whom are no people whose name is a provider's word (<see cref="SessionFacts.IsNamedElsewhere"/>); of <see cref="Groups"/>, <see cref="Emails"/> and <see cref="EmailDomains"/> any match suffices as well, all empty means everybody.
    /// </summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>The groups whose members may enter.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The e-mail addresses whose owners may enter (<see cref="EmailAddress"/>).</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>The domains of e-mail addresses whose owners may enter; those below a domain are others.</summary>
    public ImmutableArray<string> EmailDomains { get; init; } = [];

    /// <summary>Whether nobody is named who may enter: then everybody may who is recognised.</summary>
    internal bool NamesNobody => Users.IsEmpty && Groups.IsEmpty && Emails.IsEmpty && EmailDomains.IsEmpty;

    /// <summary>The scopes, all of which are needed.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The roles, one of which is needed; empty means none is.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>What issuers have to say of the subject, all of it.</summary>
    public ImmutableArray<ClaimDemand> Claims { get; init; } = [];

    /// <summary>How the person must have signed in; null for any way that a scheme takes.</summary>
    public SignInDemand? SignIn { get; init; }

    /// <summary>Where the metadata of what is protected are (RFC 9728 §5.1), an absolute URL; null when they are not published.</summary>
    public string? ResourceMetadata { get; init; }

    /// <summary>The networks from which requests may come; empty means from everywhere.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>A further policy whose rules for subjects and networks have to hold as well; its schemes are of no account. Null for none.</summary>
    public AccessPolicy? And { get; internal init; }

    /// <summary>
    /// The policy that admits who both of two policies admit, by one and the same credentials: the schemes are those that both take. There may be none, and
    /// then nobody gets in.
    /// </summary>
    public static AccessPolicy Both(AccessPolicy one, AccessPolicy other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Kind == AccessKind.Deny || other.Kind == AccessKind.Public)
            return one;
        if (other.Kind == AccessKind.Deny || one.Kind == AccessKind.Public)
            return other;
        return one with
        {
            Schemes = [.. one.Schemes.Where(other.Schemes.Contains)],
            Scopes = [.. one.Scopes.Union(other.Scopes, StringComparer.Ordinal)],
            SignIn = SignInDemand.Both(one.SignIn, other.SignIn),
            ResourceMetadata = one.ResourceMetadata ?? other.ResourceMetadata,
            And = one.And is { } further ? Both(further, other) : other,
        };
    }
}
