using System.Collections.Immutable;
using System.Net;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings;

/// <summary>A configuration that can be used, and what the checks ask of it.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Clock">The clock.</param>
internal sealed record ConfiguredPlace(GatewayConfiguration Configuration, TimeProvider Clock)
{
    /// <summary>The scheme by which people who signed in are known; null when there is none.</summary>
    public SessionConfiguration? Session => Configuration.Schemes.OfType<SessionConfiguration>().FirstOrDefault();

    /// <summary>The host names that routes and <c>sign-in.host</c> name; patterns are left out.</summary>
    public ImmutableArray<string> Hosts =>
    [
        .. Configuration.Routes.Select(route => route.Match.Host)
            .Append(SignInHost)
            .OfType<string>()
            .Where(host => !host.Contains('*', StringComparison.Ordinal))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The one host with the page, without its port; null where each has its own.</summary>
    public string? SignInHost => Configuration.SignIn?.Host is { } authority ? new Uri("http://" + authority).Host : null;

    public bool IsHttpAlone => Configuration.Listen.All(listener => !IsHttps(listener));

    /// <summary>Whether no other machine can connect to a listener.</summary>
    public bool IsForThisMachine => Configuration.Listen.All(listener => ValueRules.IsLoopback(listener.Url));

    public static bool IsHttps(ListenerConfiguration listener) => listener.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public static bool HasLoopback(IEnumerable<IPNetwork> networks) =>
        networks.Any(network => network.Contains(IPAddress.Loopback) || network.Contains(IPAddress.IPv6Loopback));
}
