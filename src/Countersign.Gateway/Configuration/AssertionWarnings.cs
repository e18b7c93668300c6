using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>What is of no use in what a configuration says of assertions.</summary>
internal static class AssertionWarnings
{
    public static void For(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)))
        {
            if (route is { Access.Kind: not AccessKind.AnyOf, Upstream.Assertion: not null })
                warn($"routes[{i}].upstream.assertion", "assertion-never-sent", $"the upstream of '{route.Name}' gets no assertion: nobody is recognised there", "remove it, or ask for credentials");
        }

        if (gateway.Assertion is not null && !gateway.Routes.Any(route => route.Upstream?.Assertion is not null))
            warn("assertion", "assertion-never-sent", "no upstream gets an assertion", "write under its route: upstream: { urls: URL, assertion: NAME-OF-THE-UPSTREAM }");
    }
}
