using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>What is of no use, or in the way, in what a configuration says of assertions.</summary>
internal static class AssertionWarnings
{
    public static void For(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)))
        {
            if (route is { Access.Kind: not AccessKind.AnyOf, Upstream.Assertion: not null })
                warn($"routes[{i}].upstream.assertion", "assertion-never-sent", $"the upstream of '{route.Name}' gets no assertion: nobody is recognised there", "remove it, or ask for credentials");
        }

        if (gateway.Assertion is { JwksPath: var keys } && gateway.Routes.Select((route, i) => (route, i)).FirstOrDefault(pair => pair.route.Match.Path == keys) is ({ } hidden, var at))
            warn($"routes[{at}].match.path", "hidden-by-assertion-keys", $"'{hidden.Name}' never gets {keys}: the keys of assertions are there, at every host", "publish them elsewhere: assertion: { jwks-path: /.well-known/gateway-jwks.json }");
        if (gateway.Assertion is not null && !gateway.Routes.Any(route => route.Upstream?.Assertion is not null))
            warn("assertion", "assertion-never-sent", "no upstream gets an assertion", "write under its route: upstream: { urls: URL, assertion: NAME-OF-THE-UPSTREAM }");
    }
}
