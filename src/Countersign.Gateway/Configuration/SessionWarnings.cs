using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>What is weak or of no use in what a configuration says of sessions.</summary>
internal static class SessionWarnings
{
    public static void For(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        var session = gateway.Schemes.OfType<SessionConfiguration>().FirstOrDefault();
        if (session is { AllowCleartext: true } && gateway.Listen.Any(listener => listener.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !ValueRules.IsLoopback(listener.Url)))
            warn($"schemes.{session.Id}.allow-cleartext", "session-without-tls", $"the sessions of '{session.Id}' cross the network in clear, and whoever sees one can use it", "listen on https, or on loopback behind a proxy with TLS");
        if (session is { Grace.Ticks: > 0 })
            warn($"schemes.{session.Id}.grace", "session-grace", "while the store can't be read, sessions that were ended elsewhere go on for that long", "leave it out where that matters more than the outage");

        if (gateway.SignIn is not null && session is null)
            warn("sign-in", "sign-in-without-session", "nobody can sign in: there is no scheme of type session", "add one under schemes, and name it in the any-of of routes");

        foreach (var provider in gateway.SignIn?.Providers ?? [])
        {
            if (provider is { IsOpenId: false, VerifiedClaim: null })
                warn($"sign-in.providers.{provider.Name}.verified-claim", "address-unverified", $"every address that {provider.Name} hands out counts as verified", "make sure that it lets nobody enter somebody else's");
        }

        if (gateway.SignIn is { Providers.IsEmpty: false } signIn)
            WarnOfNames(gateway, signIn, session, warn);

        if (session is not null && gateway.SignIn is { Host: { } host })
        {
            foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)).Where(pair => pair.route.Match.Host.StartsWith("*.", StringComparison.Ordinal)))
                warn($"routes[{i}].match.host", "ticket-for-any-host", $"{host} hands sessions to every host that fits {route.Match.Host}, also to one that another server answers for", "name the hosts, or make sure that all names below lead here");
        }

        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)))
        {
            var hasSession = session is not null && route.Access.AnyOf.Contains(session.Id);
            if (!hasSession && route.OnUnauthenticated == UnauthenticatedAnswer.Login)
                warn($"routes[{i}].on-unauthenticated", "login-without-session", $"nobody is sent from '{route.Name}' to sign in: it takes no session", "add a scheme of type session to any-of");
            if (hasSession && route.Cors is { Credentials: true } cors && cors.Origins.FirstOrDefault(origin => !session!.Origins.Contains(origin)) is { } foreign)
                warn($"routes[{i}].cors.origins", "session-origin-unlisted", $"scripts of {foreign} may read '{route.Name}' with a session, and change nothing with it", $"add {foreign} to the origins of '{session!.Id}' if they are to");
        }
    }

    /// <summary>By names of users, people of providers come in only where the operator says so; by groups they do.</summary>
    private static void WarnOfNames(GatewayConfiguration gateway, SignInConfiguration signIn, SessionConfiguration? session, Action<string, string, string, string?> warn)
    {
        var areSeveral = signIn.Providers.Length > 1 || signIn.HasUsers;
        var isOurs = signIn.Providers.Any(provider => provider.NamesAreOurs);
        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)))
        {
            if (session is null || !route.Access.AnyOf.Contains(session.Id))
                continue;
            if (!route.Access.Users.IsEmpty && !isOurs && !signIn.HasUsers)
                warn($"routes[{i}].access.users", "users-without-session", $"nobody who signs in gets into '{route.Name}' by name: names that providers write are not those of users", "go by emails, groups or claims, or write names-are-ours: true at the provider where nobody can choose a name");
            if (areSeveral && ((!route.Access.Users.IsEmpty && isOurs) || !route.Access.Groups.IsEmpty) && !route.Access.Claims.Any(claim => claim.Name == "iss"))
                warn($"routes[{i}].access", "same-name-of-providers", $"'{route.Name}' names users or groups, and each provider writes the names and groups of its people: one may have the name of another's", "a route for each, with claims: { iss: ISSUER }, or emails");
        }
    }
}
