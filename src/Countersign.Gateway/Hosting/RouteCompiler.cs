using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Publishing;
using Countersign.Gateway.Routing;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Hosting;

/// <summary>Makes the state of a configuration: schemes once, then routes over them.</summary>
internal static class RouteCompiler
{
    /// <exception cref="IOException">The configuration is well written and still impossible, such as authorities without a certificate.</exception>
    /// <exception cref="StoreUnavailableException">Assertions have no key to be signed by, and the store can't take one.</exception>
    public static GatewayState Compile(GatewayConfiguration configuration, GatewayServices services, GatewayTelemetry telemetry, Journal? journal, RefusalReporter? reporter)
    {
        var providers = new SignOnProviders(configuration.SignIn?.Providers ?? [], [.. configuration.Routes.SelectMany(route => route.Access.Claims).Select(claim => claim.Name)], configuration.SignIn?.HasUsers ?? true, services);
        var sources = new CredentialSources(services);
        var upstreams = new List<Upstream>();
        SubjectAssertions? assertions = null;
        try
        {
            if (configuration.Assertion is { } assertion)
                assertions = new SubjectAssertions(assertion, services.SigningKeys, services.Clock, services.Log);
            return Compile(configuration, services, sources, providers, assertions, Connect, telemetry, journal, reporter);
        }
        catch
        {
            // What was made so far watches files and asks upstreams already.
            sources.Dispose();
            providers.Dispose();
            assertions?.Dispose();
            upstreams.ForEach(upstream => upstream.Dispose());
            throw;
        }

        Upstream Connect(UpstreamConfiguration upstream)
        {
            upstreams.Add(new Upstream(upstream, services.Clock, services.Log));
            return upstreams[^1];
        }
    }

    private static GatewayState Compile(
        GatewayConfiguration configuration,
        GatewayServices services,
        CredentialSources sources,
        SignOnProviders providers,
        SubjectAssertions? assertions,
        Func<UpstreamConfiguration, Upstream> connect,
        GatewayTelemetry telemetry,
        Journal? journal,
        RefusalReporter? reporter)
    {
        var factory = new SchemeFactory(services, sources, configuration.Schemes, providers.Sessions);
        var schemes = configuration.Schemes.ToDictionary(scheme => scheme.Id, factory.Create, StringComparer.Ordinal);
        var realms = configuration.Schemes.ToDictionary(scheme => scheme.Id, scheme => scheme.Realm, StringComparer.Ordinal);
        var credentials = schemes.Values.SelectMany(scheme => scheme.CredentialFields).Distinct(StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        var matched = configuration.Routes.SelectMany(route => route.Match.Headers).Select(field => field.Key);
        var routes = new RouteTable([.. configuration.Routes.Select(Compiled)]);
        GatewayState? state = null;
        state = new GatewayState(
            configuration,
            routes,
            new TrustedProxies(configuration.BelievedProxies),
            new IdentityHeaderScrubber(configuration.IdentityFields, credentials.Concat(schemes.Values.SelectMany(scheme => scheme.FieldsBesideAuthorization)), matched),
            credentials,
            [.. schemes.Values.SelectMany(scheme => scheme.CredentialCookies).Union(OwnCookies.Names, StringComparer.Ordinal)],
            new OwnDocuments([.. ResourceMetadata.DocumentsOf(configuration), .. KeysOf(configuration.Assertion, assertions)]),
            new OwnSpace([.. EndpointsOf(configuration, services, () => state!), .. DeskFactory.Create(DeskOf(configuration, schemes, routes, services), providers, services, telemetry, journal, reporter)]),
            sources,
            providers,
            assertions);
        return state;

        CompiledRoute Compiled(RouteConfiguration route)
        {
            var policy = PolicyOf(route, schemes);
            return new CompiledRoute
            {
                Area = new ProtectedArea
                {
                    Name = route.Name,
                    Policy = policy,
                    Realm = route.Access.AnyOf is [var first, ..] ? realms[first] : null,
                    Cors = route.Cors is { } cors ? new CorsRules(cors.Origins, cors.Credentials, cors.MaxAge) : null,
                    Conceal = route.Conceal,
                    Session = policy.Schemes.OfType<SessionScheme>().FirstOrDefault(),
                    OnUnauthenticated = route.OnUnauthenticated,
                    Meters = new RouteMeters(route.Name, policy.Schemes, telemetry, journal),
                },
                Configuration = route,
                Matcher = new RouteMatcher(route.Match),
                Upstream = route.Upstream is { } upstream ? connect(upstream) : null,
                Exchange = route.Upstream?.Exchange is { } exchange ? ExchangeFactory.Create(exchange, configuration.Schemes, services) : null,
                ForwardsAuthorization = route.ForwardAuthorization ?? route.Access.Kind == AccessKind.Public,
                FieldsBesideAuthorization = [.. policy.Schemes.SelectMany(scheme => scheme.FieldsBesideAuthorization).Distinct(StringComparer.OrdinalIgnoreCase)],
                TakesTokensInQuery = configuration.Schemes.OfType<BearerConfiguration>().Any(bearer => bearer.TokenInQuery && route.Access.AnyOf.Contains(bearer.Id)),
            };
        }
    }

    /// <summary>What the configuration serves below <c>/.countersign/</c>.</summary>
    private static ImmutableArray<IOwnEndpoint> EndpointsOf(GatewayConfiguration configuration, GatewayServices services, Func<GatewayState> state) =>
        configuration.ForwardAuth is { } forwardAuth && services.Described is { } judge
            ? [ForwardAuthEndpoint.Of(forwardAuth, new TrustedProxies(configuration.BelievedProxies), services, judge, state)]
            : [];

    /// <summary>Where people sign in; null where nobody does.</summary>
    private static DeskPlan? DeskOf(GatewayConfiguration configuration, Dictionary<string, IAuthScheme> schemes, RouteTable routes, GatewayServices services)
    {
        if (configuration.SignIn is not { } signIn || configuration.Schemes.OfType<SessionConfiguration>().FirstOrDefault() is not { } session)
            return null;

        // The hosts that are written somewhere: of the others nobody knows who serves them.
        ImmutableArray<HostPattern> hosts = [.. configuration.Routes.Select(route => HostPattern.Parse(route.Match.Host)).Where(pattern => !pattern.IsAny)];
        return new DeskPlan(signIn, (SessionScheme)schemes[session.Id], session.Realm)
        {
            OffersRemember = session.Remember > TimeSpan.Zero,
            KnowsHost = name => hosts.Any(pattern => pattern.Matches(name)),
            DemandAt = (context, facts, place) => routes.Find(facts.Host, place.Path, "GET", context.Request.Headers)?.Policy.SignIn,
            SecondStep = services.SecondStep,
        };
    }

    /// <summary>By what upstreams verify assertions, at every host: they may ask by an address of their own network.</summary>
    private static IEnumerable<OwnDocument> KeysOf(AssertionConfiguration? configuration, SubjectAssertions? assertions) =>
        configuration is null || assertions is null ? [] : [new OwnDocument(null, configuration.JwksPath, assertions.PublicKeys)];

    private static AccessPolicy PolicyOf(RouteConfiguration route, Dictionary<string, IAuthScheme> schemes) => new(route.Access.Kind)
    {
        Schemes = [.. route.Access.AnyOf.Select(id => schemes[id])],
        Users = route.Access.Users,
        Groups = route.Access.Groups,
        Emails = route.Access.Emails,
        EmailDomains = route.Access.EmailDomains,
        Scopes = route.Access.Scopes,
        Roles = route.Access.Roles,
        Claims = route.Access.Claims,
        SignIn = route.Access.SignIn,
        Networks = route.Access.Networks,
        ResourceMetadata = route.Resource is { } resource ? ResourceMetadata.UrlOf(resource) : null,
    };
}
