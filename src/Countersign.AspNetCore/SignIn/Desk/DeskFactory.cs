using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Desk.Factors;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Makes the addresses for signing in and out.</summary>
internal static class DeskFactory
{
    /// <summary>What is served; nothing where nobody signs in.</summary>
    /// <param name="plan">What the door says of it; null for none.</param>
    /// <param name="providers">Who else signs people in.</param>
    /// <param name="services">The stores.</param>
    /// <param name="telemetry">Counts.</param>
    /// <param name="journal">Counts as well; null where nothing is written.</param>
    /// <param name="reporter">Tells of refusals; null where nothing is served, in a dry run.</param>
    public static ImmutableArray<IOwnEndpoint> Create(
        DeskPlan? plan, SignOnProviders providers, DoorServices services, GatewayTelemetry telemetry, Journal? journal, RefusalReporter? reporter)
    {
        if (plan is not { SignIn: var signIn, Scheme: var session })
            return [];
        var isAsked = signIn.SecondFactor != SecondFactorRule.Off;
        var factors = new SecondFactors(services.Store, services.Protection, services.Lockout, services.Clock);
        var passkeys = new PasskeyOffer(services.Passkeys);
        var step = plan.SecondStep ?? (isAsked && signIn.HasUsers ? new FactorStep(factors, passkeys, signIn.SecondFactor, services) : null);
        var desk = new SignInDesk
        {
            Configuration = signIn,
            Scheme = session,
            Area = AreaOf(plan, telemetry, journal),
            Services = services,
            Sessions = providers.Sessions,
            Providers = providers.Buttons,
            Elsewhere = providers.Tokens is { } tokens ? new(providers, new(tokens)) : null,
            DemandAt = plan.DemandAt,
            Reporter = reporter!,
            Attempts = new Attempts(services.Protection, services.Clock),
            Vault = services.Vault(services.StoreUsers),
            Completion = new SignInCompletion(services.Sessions, services.Clock, services.Log),
            SecondStep = step,
            Passkeys = isAsked ? passkeys : null,
            OtherHosts = signIn.Host is { } host ? new OtherHosts(host, plan.KnowsHost, new Handovers(services.Protection, services.Proofs, services.Clock)) : null,
            OffersRemember = plan.OffersRemember,
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

    /// <summary>The desk as an area of its own: refusals there are challenged, counted and told like those of what the door protects.</summary>
    private static ProtectedArea AreaOf(DeskPlan plan, GatewayTelemetry telemetry, Journal? journal) => new()
    {
        Name = SignInDesk.AreaName,
        Policy = new AccessPolicy(AccessKind.AnyOf) { Schemes = [plan.Scheme] },
        Realm = plan.Realm,
        Meters = new RouteMeters(SignInDesk.AreaName, [plan.Scheme], telemetry, journal),
    };
}
