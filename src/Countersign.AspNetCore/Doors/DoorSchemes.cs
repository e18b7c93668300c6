using System.Net;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.ApiKey;
using Countersign.Schemes.Basic;
using Countersign.Schemes.Bearer;
using Countersign.Schemes.Digest;
using Countersign.Schemes.Dpop;
using Countersign.Schemes.Session;

namespace Countersign.AspNetCore.Doors;

/// <summary>Makes schemes and policies of an application's options.</summary>
/// <param name="options">The options, in which <see cref="DoorRules"/> found no fault.</param>
/// <param name="folder">Where paths in them begin.</param>
/// <param name="services">What all schemes share.</param>
/// <param name="sources">Where they look credentials up.</param>
/// <param name="sessions">Who knows the sessions.</param>
internal sealed class DoorSchemes(CountersignOptions options, string folder, DoorServices services, CredentialSources sources, ISessions sessions)
{
    private readonly Dictionary<string, IAuthScheme> _schemes = new(StringComparer.Ordinal);

    /// <exception cref="IOException">A client's key or a file of authorities can't be read.</exception>
    public Dictionary<string, NamedPolicy> CreatePolicies()
    {
        foreach (var scheme in options.Schemes)
            _schemes.Add(scheme.Name, Create(scheme));
        return options.Policies.ToDictionary(policy => policy.Name, Create, StringComparer.Ordinal);
    }

    /// <summary>The scheme of people's sessions; null where there is none.</summary>
    public SessionScheme? Session => _schemes.Values.OfType<SessionScheme>().FirstOrDefault();

    /// <summary>How Digest asks, as the core has it.</summary>
    public static DigestOptions OptionsOf(DigestSchemeOptions digest)
    {
        var defaults = new DigestOptions();
        return defaults with
        {
            Realm = digest.Realm,
            Algorithms = digest.Algorithms.Count == 0 ? defaults.Algorithms : [.. digest.Algorithms.Select(DigestAlgorithm.Find).OfType<DigestAlgorithm>()],
            Qop = digest.Qop.Count == 0 ? defaults.Qop : [.. digest.Qop],
            Userhash = digest.Userhash,
            MaxContent = digest.MaxContent,
            AllowCleartext = digest.AllowCleartext,
        };
    }

    private IAuthScheme Create(SchemeOptions scheme) => scheme switch
    {
        BasicSchemeOptions basic => new BasicScheme(
            basic.Name, new BasicOptions { Realm = basic.Realm, AllowCleartext = basic.AllowCleartext }, sources.Passwords(basic.Name, PathOf(basic.Htpasswd))),
        DigestSchemeOptions digest => new DigestScheme(
            digest.Name, OptionsOf(digest), sources.Secrets(digest.Name, PathOf(digest.Htdigest)!), services.Ledger, services.Nonces(digest.NonceLifetime), services.Lockout),
        ApiKeySchemeOptions key => new ApiKeyScheme(
            key.Name, new ApiKeyOptions { Realm = key.Realm, Header = key.Header, RequireTls = !key.AllowCleartext }, services.Keys),
        BearerSchemeOptions bearer => new BearerScheme(
            bearer.Name,
            new BearerOptions { Realm = bearer.Realm, AllowCleartext = bearer.AllowCleartext, TokenInForm = bearer.TokenInForm, TokenInQuery = bearer.TokenInQuery },
            sources.Tokens(bearer.Name, [.. bearer.Issuers]),
            services.Clock),
        DpopSchemeOptions dpop => new DpopScheme(
            dpop.Name,
            new DpopOptions { Realm = dpop.Realm, AllowCleartext = dpop.AllowCleartext, NeedsNonce = dpop.Nonces, Proofs = new() { Window = dpop.Window } },
            sources.Tokens(dpop.Tokens, [.. options.Schemes.OfType<BearerSchemeOptions>().First(bearer => bearer.Name == dpop.Tokens).Issuers]),
            services.Proofs,
            services.ProofNonces,
            services.Clock),
        SessionSchemeOptions session => new SessionScheme(
            session.Name, new SessionOptions { Realm = session.Realm, Origins = [.. session.Origins], AllowCleartext = session.AllowCleartext }, sessions, services.Clock),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme.GetType().Name, "A kind of scheme that nothing makes."),
    };

    private NamedPolicy Create(PolicyOptions policy) => new(
        policy.Name,
        policy.IsClosed ? AccessPolicy.Deny : new AccessPolicy(AccessKind.AnyOf)
        {
            Schemes = [.. policy.Schemes.Select(name => _schemes[name])],
            Users = [.. policy.NamedUsers],
            Groups = [.. policy.NamedGroups],
            Emails = [.. policy.NamedEmails],
            EmailDomains = [.. policy.NamedEmailDomains],
            Scopes = [.. policy.NeededScopes],
            Roles = [.. policy.NamedRoles],
            Claims = [.. policy.Claims],
            SignIn = policy.SignInNeeded,
            Networks = [.. policy.NamedNetworks.Select(ValueRules.Network).OfType<IPNetwork>()],
        },
        policy.IsConcealed,
        policy.Unauthenticated);

    private string? PathOf(string? file) => file is null ? null : Path.GetFullPath(file, folder);
}
