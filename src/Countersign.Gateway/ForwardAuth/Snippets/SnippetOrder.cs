using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>For what a proxy is to be configured.</summary>
/// <param name="Configuration">The gateway's configuration.</param>
/// <param name="Gateway">Where the proxy reaches the gateway.</param>
/// <param name="Upstream">Where the proxy reaches the application.</param>
/// <param name="Host">The host name of the site.</param>
/// <param name="Listen">Where the proxy listens: a port, or an address and port.</param>
public sealed record SnippetOrder(GatewayConfiguration Configuration, Uri Gateway, Uri Upstream, string Host, string Listen)
{
    /// <summary>Members of the families that the gateway knows by their beginning.</summary>
    private static readonly string[] Familiar =
    [
        "Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name", "X-Remote-User", "X-Remote-Group", "X-Auth-Request-User", "X-Auth-Request-Email",
        "X-Auth-Request-Groups", "X-Auth-Request-Preferred-Username", "X-Authenticated-User", "X-Authentik-Username", "X-Authentik-Groups", "X-Authentik-Email",
        "Impersonate-User", "Impersonate-Group", "Impersonate-Uid", "Tailscale-User-Login", "Tailscale-User-Name", "Tailscale-User-Profile-Pic",
        "Client-Cert", "Client-Cert-Chain", "X-Client-Cert", "X-SSL-Client-Cert", "X-SSL-Client-Verify", "X-SSL-Client-S-DN", "SSL-Client-Cert", "SSL-Client-Verify",
        "X-Remote-Groups", "X-Remote-Email", "X-Auth-Request-Access-Token", "X-Authenticated-Groups", "X-Authenticated-Userid", "X-Authentik-Uid", "X-Authentik-Name",
        "X-Authentik-Entitlements", "X-Authentik-Jwt", "X-Consumer-Id", "X-Consumer-Username", "X-Consumer-Custom-Id", "X-Pomerium-Jwt-Assertion", "X-Vouch-User",
        "Cf-Access-Jwt-Assertion", "Cf-Access-Authenticated-User-Email", "X-Amzn-Oidc-Accesstoken", "X-Amzn-Oidc-Identity", "X-Amzn-Oidc-Data",
        "X-Goog-Authenticated-User-Email", "X-Goog-Authenticated-User-Id", "X-MS-Client-Principal", "X-MS-Client-Principal-Id", "X-MS-Client-Principal-Name",
        "X-MS-Client-Principal-Idp",
    ];

    private static readonly FrozenSet<string> AlwaysStripped = IdentityHeaderScrubber.WellKnownNames.Concat(Familiar).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly UpstreamFields _fields = UpstreamFields.Of(Configuration);

    /// <summary>The fields that the gateway says and the proxy copies.</summary>
    internal ImmutableArray<string> Copied => _fields.Names;

    /// <summary>The fields that the answer may owe.</summary>
    internal ImmutableArray<string> Owed => _fields.Owed;

    /// <summary>The fields that no client may send on.</summary>
    internal IEnumerable<string> Stripped => IdentityHeaderScrubber.WellKnownNames.Concat(Familiar)
        .Concat(["Proxy-Authorization", "Forwarded", "X-Real-IP", "X-Forwarded-Port", SealedAnswers.Field])
        .Except(Copied, StringComparer.OrdinalIgnoreCase).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether every snippet has this field taken off, or set anew.</summary>
    internal static bool IsStripped(string name) => AlwaysStripped.Contains(name);

    /// <summary>What the gateway serves outside its own space, to everybody.</summary>
    internal IEnumerable<string> Documents =>
        (Configuration.Assertion is { JwksPath: var path } ? [path] : Array.Empty<string>())
        .Concat(Configuration.Routes.Any(route => route.Resource is not null) ? ["/.well-known/oauth-protected-resource"] : []);

    /// <summary>Where the gateway is reached, as host and port.</summary>
    internal string GatewayAuthority => $"{Gateway.Host}:{Gateway.Port}";

    /// <summary>Where the application is reached, as host and port.</summary>
    internal string UpstreamAuthority => $"{Upstream.Host}:{Upstream.Port}";

    /// <summary>What is wrong with the address of a server, or null; a snippet names scheme, host and port alone.</summary>
    public static string? UrlFault(string text, out Uri? url) =>
        ValueRules.UrlFault(text, out url) ?? (url!.AbsolutePath != "/" ? "has a path" : url.Port == 0 ? "has no port that can be asked" : null);

    /// <summary>Whether a text is the name of a host.</summary>
    public static bool IsHost(string text) => HostPattern.TryParse(text, out _, out _) && !text.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether a text is a port, or an address and a port.</summary>
    public static bool IsListen(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port > 0
            : text.Contains(':', StringComparison.Ordinal) && !text.EndsWith(']') && IPEndPoint.TryParse(text, out var address) && address.Port > 0;

    /// <summary>Why nothing can be written for it; null when it can.</summary>
    public string? Fault()
    {
        if (Configuration.ForwardAuth is null)
            return "the configuration has no 'forward-auth': add forward-auth: { proxies: [ADDRESS] } with the address of the proxy";
        if (Copied.FirstOrDefault(name => name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) is { } odd)
            return $"no proxy can be told to copy the field {odd}: name it with letters, digits and hyphens alone";
        return null;
    }

    /// <summary>A name in lower case with low lines, as variables have it.</summary>
    internal static string VariableOf(string field) => "countersign_" + field.ToLowerInvariant().Replace('-', '_');
}
