using System.Collections.Immutable;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>Finds all ways into the routes of a configuration.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="folder">Its folder.</param>
internal sealed class WaysIn(GatewayConfiguration configuration, string folder)
{
    private const string Access = "access";
    private const string Listen = "listen";

    /// <summary>The ways into a route; none where nobody is let in, or where there is no route.</summary>
    public ImmutableArray<WayIn> Into(RouteConfiguration? route) => route?.Access switch
    {
        null or { Kind: AccessKind.Deny } => [],
        { Kind: AccessKind.Public } => [WayIn.Open with { Scripts = Scripts(route.Cors) }],
        var access =>
        [
            .. from id in access.AnyOf
               from proof in ProofsOf(SchemeOf(id))
               from subject in Subjects(access)
               select proof with
               {
                   Facets = [.. proof.Facets, subject, .. Demands(access), .. Exchange(route.Upstream?.Exchange)],
                   Scripts = Scripts(route.Cors),
               },
        ],
    };

    public SchemeConfiguration SchemeOf(string id) => configuration.Schemes.First(scheme => scheme.Id == id);

    // Users, groups and addresses are alternatives; none at all lets every subject in.
    private static IEnumerable<Facet> Subjects(AccessConfiguration access)
    {
        if (!access.NamesSubjects)
            return [Facet.Only(Access, "users", null)];
        return
        [
            .. access.Users.Select(user => Facet.Only(Access, "users", "user " + user)),
            .. access.Groups.Select(group => Facet.Only(Access, "groups", "group " + group)),
            .. access.Emails.Select(email => Facet.Email(Access, "emails", email)),
            .. access.EmailDomains.Select(domain => Facet.Email(Access, "email-domains", "@" + domain)),
        ];
    }

    private static IEnumerable<Facet> Demands(AccessConfiguration access) =>
    [
        Facet.AllOf(Access, "scopes", access.Scopes),
        Facet.OneOf(Access, "roles", access.Roles),
        Facet.Claims(Access, "claims", [.. access.Claims.Select(claim => new ClaimRule(claim.Name, claim.Values))]),
        Facet.OneOf(Access, "acr", access.SignIn?.AcrValues ?? []),
        Facet.UpTo(Access, "max-age", access.SignIn?.MaxAge),
        Facet.Networks(Access, "networks", access.Networks),
    ];

    // The issuer may say no to an exchange, and then nobody gets in.
    private static IEnumerable<Facet> Exchange(ExchangeConfiguration? exchange) =>
    [
        Facet.Only(ConfigurationKeys.Exchange, "issuer", exchange?.Issuer),
        Facet.Only(ConfigurationKeys.Exchange, "token-endpoint", exchange is null ? null : $"at {exchange.TokenEndpoint}"),
        Facet.Only(ConfigurationKeys.Exchange, "client-id", exchange?.Client.Id),
        Facet.Only(ConfigurationKeys.Exchange, "audience", exchange is null ? null : string.Join(' ', exchange.Audiences)),
        Facet.Only(ConfigurationKeys.Exchange, "resource", exchange is null ? null : string.Join(' ', exchange.Resources)),
        Facet.Only(ConfigurationKeys.Exchange, "scopes", exchange is null ? null : string.Join(' ', exchange.Scopes)),
    ];

    private static ImmutableArray<Facet> Scripts(CorsConfiguration? cors) =>
    [
        Facet.Among("cors", "origins", cors?.Origins ?? []),
        Facet.Allows("cors", "credentials", cors is { Credentials: true }),
    ];

    private IEnumerable<WayIn> ProofsOf(SchemeConfiguration scheme) => scheme switch
    {
        BasicConfiguration basic =>
        [
            new("basic", [Cleartext(ConfigurationKeys.Basic, scheme), Facet.File(ConfigurationKeys.Basic, "htpasswd", basic.Htpasswd, folder), Store(basic.Htpasswd is null)]),
        ],
        DigestConfiguration digest => [new("digest", DigestFacets(digest))],
        ApiKeyConfiguration => [new("api-key", [Cleartext(ConfigurationKeys.ApiKey, scheme), Store(isAsked: true)])],
        BearerConfiguration bearer => ProofsOf("bearer", bearer,
        [
            Cleartext(ConfigurationKeys.Bearer, scheme),
            Facet.Allows(ConfigurationKeys.Bearer, "token-in", bearer.TokenInForm),
            Facet.Allows(ConfigurationKeys.Bearer, "token-in", bearer.TokenInQuery),
        ]),
        DpopConfiguration dpop => ProofsOf("dpop", (BearerConfiguration)SchemeOf(dpop.Tokens),
        [
            Cleartext(ConfigurationKeys.Dpop, scheme),
            Facet.Among(ConfigurationKeys.Dpop, "algorithms", dpop.Algorithms.Select(algorithm => algorithm.Name)),
            Facet.UpTo(ConfigurationKeys.Dpop, "window", dpop.Window),
            Facet.Asks(ConfigurationKeys.Dpop, "nonces", dpop.Nonces),
        ]),
        SessionConfiguration session =>
        [
            new("session",
            [
                .. SessionFacets(session),
                Facet.Allows(ConfigurationKeys.SignIn, "users", configuration.SignIn is { HasUsers: true }),
                Facet.Among(ConfigurationKeys.SignIn, "second-factor", SignInsTaken(configuration.SignIn?.SecondFactor ?? SecondFactorRule.Required)),
            ]),
            .. (configuration.SignIn?.Providers ?? []).Select(provider => new WayIn("session by provider", [.. SessionFacets(session), .. ProviderFacets(provider)])),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme.GetType().Name, "A kind of scheme whose ways in nobody wrote down."),
    };

    private ImmutableArray<Facet> SessionFacets(SessionConfiguration session) =>
    [
        Cleartext(ConfigurationKeys.Session, session),
        Facet.UpTo(ConfigurationKeys.Session, "idle", session.Idle),
        Facet.UpTo(ConfigurationKeys.Session, "lifetime", session.Lifetime),
        Facet.UpTo(ConfigurationKeys.Session, "remember", session.Remember),
        Facet.Among(ConfigurationKeys.Session, "origins", session.Origins),
        Facet.UpTo(ConfigurationKeys.Session, "grace", session.Grace),
        Store(isAsked: true),
    ];

    private IEnumerable<Facet> ProviderFacets(ProviderConfiguration provider) =>
    [
        Facet.Same(ConfigurationKeys.Providers, "type", provider.IsOpenId),
        Facet.Same(ConfigurationKeys.Providers, "issuer", provider.Issuer),
        Facet.Same(ConfigurationKeys.Providers, "client-id", provider.Client.Id),
        Facet.Same(ConfigurationKeys.Providers, "metadata", provider.Metadata),
        Facet.Same(ConfigurationKeys.Providers, "token-endpoint", provider.TokenEndpoint),
        Facet.Same(ConfigurationKeys.Providers, "userinfo-endpoint", provider.UserInfoEndpoint),
        Facet.Same(ConfigurationKeys.Providers, "jwks-uri", provider.JwksUri),
        Facet.File(ConfigurationKeys.Providers, "authorities", provider.Authorities, folder),
        Facet.Same(ConfigurationKeys.Providers, "subject-claim", provider.SubjectClaim),
        Facet.Same(ConfigurationKeys.Providers, "name-claim", provider.Claims.Name),
        Facet.Allows(ConfigurationKeys.Providers, "names-are-ours", provider.NamesAreOurs),
        Facet.Same(ConfigurationKeys.Providers, "groups-claim", provider.Claims.Groups),
        Facet.Same(ConfigurationKeys.Providers, "roles-claim", provider.Claims.Roles),
        Facet.Same(ConfigurationKeys.Providers, "email-claim", provider.Claims.Email),
        Facet.Same(ConfigurationKeys.Providers, "verified-claim", provider.VerifiedClaim),
        Facet.OneOf(ConfigurationKeys.Providers, "acr-values", provider.AcrValues),
        Facet.UpTo(ConfigurationKeys.Providers, "max-age", provider.MaxAge),
        Facet.UpTo(ConfigurationKeys.Providers, "outage", provider.Outage),
    ];

    /// <summary>Where nobody is asked, those get in who would be elsewhere.</summary>
    private static string[] SignInsTaken(SecondFactorRule rule) => rule switch
    {
        SecondFactorRule.Required => ["with two factors"],
        SecondFactorRule.Optional => ["with two factors", "with one that is all there is"],
        SecondFactorRule.Off => ["with two factors", "with one that is all there is", "with one of two"],
    };

    private ImmutableArray<Facet> DigestFacets(DigestConfiguration digest) =>
    [
        Cleartext(ConfigurationKeys.Digest, digest),
        Facet.Same(ConfigurationKeys.Digest, "realm", digest.Realm),
        Facet.File(ConfigurationKeys.Digest, "htdigest", digest.Htdigest, folder),
        Facet.Among(ConfigurationKeys.Digest, "algorithms", digest.Algorithms),
        Facet.Among(ConfigurationKeys.Digest, "qop", digest.Qop),
        Facet.Allows(ConfigurationKeys.Digest, "userhash", digest.Userhash),
        Facet.UpTo(ConfigurationKeys.Digest, "nonce-lifetime", digest.NonceLifetime),
    ];

    // The word of an issuer is one more way in; where it is asked about all tokens, it is the only one.
    private IEnumerable<WayIn> ProofsOf(string way, BearerConfiguration bearer, ImmutableArray<Facet> more)
    {
        var asked = bearer.Issuers.FirstOrDefault(issuer => issuer.Introspection is not null);
        if (asked is not { Introspection.TakesAll: true })
        {
            foreach (var issuer in bearer.Issuers)
            {
                yield return new(way,
                [
                    .. more,
                    .. IssuerFacets(issuer),
                    Facet.Same(ConfigurationKeys.Issuers, "jwks-uri", issuer.JwksUri),
                    Facet.File(ConfigurationKeys.Issuers, "keys", issuer.Keys, folder),
                ]);
            }
        }

        if (asked is { Introspection: { } introspection })
        {
            yield return new($"{way} by word",
            [
                .. more,
                .. IssuerFacets(asked),
                Facet.Same(ConfigurationKeys.Introspection, "url", introspection.Url),
                Facet.Same(ConfigurationKeys.Introspection, "client-id", introspection.Client.Id),
                Facet.Allows(ConfigurationKeys.Introspection, "tokens", introspection.TakesAll),
                Facet.UpTo(ConfigurationKeys.Introspection, "keep-active", introspection.KeepActive),
            ]);
        }
    }

    private IEnumerable<Facet> IssuerFacets(IssuerConfiguration issuer) =>
    [
        Facet.Same(ConfigurationKeys.Issuers, "issuer", issuer.Name),
        Facet.Same(ConfigurationKeys.Issuers, "metadata", issuer.Metadata),
        Facet.File(ConfigurationKeys.Issuers, "authorities", issuer.Authorities, folder),
        .. RuleFacets(issuer.Rules),
        Facet.Same(ConfigurationKeys.Issuers, "name-claim", issuer.Subjects.Name),
        Facet.Same(ConfigurationKeys.Issuers, "groups-claim", issuer.Subjects.Groups),
        Facet.Same(ConfigurationKeys.Issuers, "roles-claim", issuer.Subjects.Roles),
        Facet.Same(ConfigurationKeys.Issuers, "email-claim", issuer.Subjects.Email),

        // Only a connection with a certificate carries tokens that are bound to one.
        Facet.Allows(Listen, "client-certificates", configuration.Listen.Any(listener => listener.ClientCertificates)),

        // Another store knows other revocations.
        Store(isAsked: true),
    ];

    private static IEnumerable<Facet> RuleFacets(TokenRules rules) =>
    [
        Facet.OneOf(ConfigurationKeys.Issuers, "audiences", rules.Audiences),
        Facet.Among(ConfigurationKeys.Issuers, "types", rules.Types),
        Facet.Among(ConfigurationKeys.Issuers, "algorithms", rules.Algorithms.Select(algorithm => algorithm.Name)),
        Facet.AllOf(ConfigurationKeys.Issuers, "required-claims", rules.Required),
        Facet.OneOf(ConfigurationKeys.Issuers, "clients", rules.Clients),
        Facet.Claims(ConfigurationKeys.Issuers, "claims", rules.Values),
        Facet.UpTo(ConfigurationKeys.Issuers, "leeway", rules.Leeway),
        Facet.UpTo(ConfigurationKeys.Issuers, "max-lifetime", rules.MaxLifetime),
        Facet.Asks(ConfigurationKeys.Issuers, "refuse-future-iat", rules.RefuseFutureIssuedAt),
    ];

    private Facet Store(bool isAsked) =>
        Facet.File(ConfigurationKeys.Top, "store", isAsked ? configuration.Store.File ?? configuration.Store.ToString() : null, folder);

    private static Facet Cleartext(string section, SchemeConfiguration scheme) => Facet.Allows(section, "allow-cleartext", scheme.AllowCleartext);
}
