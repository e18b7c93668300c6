using System.Collections.Immutable;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.AspNetCore.Doors;

/// <summary>Makes the desk of an application's options.</summary>
internal static class DoorDesk
{
    /// <summary>What the application says of it.</summary>
    /// <param name="options">Its options of sessions, in which <see cref="SessionRules"/> found no fault.</param>
    /// <param name="scheme">The scheme of sessions.</param>
    /// <param name="folder">Where paths begin.</param>
    /// <param name="policies">Which policies hold for its endpoints; asked when somebody signs in.</param>
    public static DeskPlan PlanOf(SessionSchemeOptions options, SessionScheme scheme, string folder, Func<DoorPolicies> policies)
    {
        var theme = PageTheme.BuiltIn with { Service = options.Service };
        var signIn = new SignInConfiguration
        {
            HasUsers = options.StoreUsers,
            Providers = [.. options.Providers],
            SecondFactor = options.SecondFactor,
            Theme = options.Theme is { } own ? ThemeFolder.Read(Path.GetFullPath(own, folder), theme).Theme : theme,
        };
        return new DeskPlan(signIn, scheme, options.Realm)
        {
            OffersRemember = options.Remember > TimeSpan.Zero,
            DemandAt = (context, _, place) => DemandAt(context, place, policies()),
        };
    }

    /// <summary>
    /// What endpoints want whose pattern takes a path. Routing alone knows which of them it would choose: what is asked for too much here is asked of a provider
    /// once, and what is asked for too little is asked for when the endpoint is judged.
    /// </summary>
    private static SignInDemand? DemandAt(HttpContext context, CanonicalTarget place, DoorPolicies policies)
    {
        var path = new PathString(Uri.UnescapeDataString(place.Path));
        if (!path.StartsWithSegments(context.Request.PathBase, StringComparison.OrdinalIgnoreCase, out var rest))
            return null;
        ImmutableArray<Endpoint> endpoints = [.. context.RequestServices.GetService<EndpointDataSource>()?.Endpoints ?? []];
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (policies.Of(endpoint) is { Area.Policy.SignIn: { } demand } && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(rest, []))
                return demand;
        }

        return null;
    }
}
