using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Routing;
using Countersign.Gateway.SignIn.Factors;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.SignIn;

/// <summary>Makes the addresses for signing in and out from the configuration.</summary>
internal static class DeskFactory
{
    /// <summary>What is served; nothing where nobody signs in.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="session">Its scheme of sessions; null for none.</param>
    /// <param name="providers">Who else signs people in.</param>
    /// <param name="services">The stores.</param>
    /// <param name="telemetry">Counts.</param>
    /// <param name="journal">Counts as well; null where nothing is written.</param>
    /// <param name="reporter">Tells of refusals; null where nothing is served, in a dry run.</param>
    public static ImmutableArray<IOwnEndpoint> Create(
        GatewayConfiguration configuration, SessionScheme? session, SignOnProviders providers, GatewayServices services, GatewayTelemetry telemetry, Journal? journal, RefusalReporter? reporter)
    {
        if (configuration.SignIn is not { } signIn || session is null)
            return [];
        var isAsked = signIn.SecondFactor != SecondFactorRule.Off;
        var factors = new SecondFactors(services.Store, services.Protection, services.Lockout, services.Clock);
        var passkeys = new PasskeyOffer(services.Passkeys);
        var step = services.SecondStep ?? (isAsked && signIn.HasUsers ? new FactorStep(factors, passkeys, signIn.SecondFactor, services) : null);
        var desk = new SignInDesk
        {
            Configuration = signIn,
            Scheme = session,
            Route = RouteOf(session, configuration, telemetry, journal),
            Services = services,
            Sessions = providers.Sessions,
            Providers = providers.Buttons,
            Elsewhere = providers.Tokens is { } tokens ? new(providers, new(tokens)) : null,
            Reporter = reporter!,
            Attempts = new Attempts(services.Protection, services.Clock),
            Vault = services.Vault(services.StoreUsers),
            Completion = new SignInCompletion(services.Sessions, services.Clock, services.Log),
            SecondStep = step,
            Passkeys = isAsked ? passkeys : null,
            OtherHosts = signIn.Host is { } host ? new OtherHosts(host, [.. HostsOf(configuration)], new Handovers(services.Protection, services.Proofs, services.Clock)) : null,
            OffersRemember = configuration.Schemes.OfType<SessionConfiguration>().Any(scheme => scheme.Remember > TimeSpan.Zero),
        };
        return
        [
            new LoginEndpoint(desk), new LogoutEndpoint(desk), new AccountEndpoint(desk), new AssetEndpoint(signIn.Theme), new SignedInEndpoint(desk),
            .. desk.OtherHosts is { } others ? [new TicketEndpoint(desk, others)] : ImmutableArray<IOwnEndpoint>.Empty,
            .. desk.SecondStep is { } second ? [new SecondStepEndpoint(desk, second)] : ImmutableArray<IOwnEndpoint>.Empty,
            .. signIn.HasUsers ? OfUsers(desk, factors, passkeys) : [],
            .. signIn.Providers.IsEmpty ? ImmutableArray<IOwnEndpoint>.Empty : [new SignOnEndpoint(desk, providers), new BackChannelEndpoint(desk, providers)],
        ];
    }

    /// <summary>What only users of the store need: they have passwords and factors here.</summary>
    private static IEnumerable<IOwnEndpoint> OfUsers(SignInDesk desk, SecondFactors factors, PasskeyOffer passkeys)
    {
        if (desk.Passkeys is not null)
            yield return new PasskeyLoginEndpoint(desk, passkeys);
        yield return new SecurityEndpoint(desk, new SecurityForms(desk, factors, passkeys));
        yield return new ResetEndpoint(desk);
    }

    /// <summary>The hosts that are written somewhere: a request can call its host what it likes.</summary>
    internal static IEnumerable<HostPattern> HostsOf(GatewayConfiguration configuration) =>
        configuration.Routes.Select(route => HostPattern.Parse(route.Match.Host)).Where(pattern => !pattern.IsAny);

    /// <summary>The desk in the place of a route: refusals there are challenged, counted and told like those of routes.</summary>
    private static CompiledRoute RouteOf(SessionScheme session, GatewayConfiguration configuration, GatewayTelemetry telemetry, Journal? journal)
    {
        var policy = new AccessPolicy(AccessKind.AnyOf) { Schemes = [session] };
        var written = new RouteConfiguration(SignInDesk.RouteName) { Access = new(AccessKind.AnyOf) { AnyOf = [session.Id] } };
        return new CompiledRoute
        {
            Area = new ProtectedArea
            {
                Name = SignInDesk.RouteName,
                Policy = policy,
                Realm = configuration.Schemes.First(scheme => scheme.Id == session.Id).Realm,
                Meters = new RouteMeters(SignInDesk.RouteName, policy.Schemes, telemetry, journal),
            },
            Configuration = written,
            Matcher = new RouteMatcher(written.Match),
            Upstream = null,
            ForwardsAuthorization = false,
        };
    }
}
