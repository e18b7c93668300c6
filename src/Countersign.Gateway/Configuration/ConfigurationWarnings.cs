using System.Collections.Immutable;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>What a valid configuration does that was maybe not meant.</summary>
public static class ConfigurationWarnings
{
    private static readonly ImmutableArray<(string Path, string What)> PublicAssets =
    [
        ("/robots.txt", "crawlers ask for it without credentials"),
        ("/favicon.ico", "browsers ask for it on their own"),
    ];

    private static readonly ImmutableArray<string> AssetFolders = ["css", "fonts", "js", "images", "img", "assets", "static"];

    /// <summary>The warnings, in the order of the file, then those of its password files; none when the file has errors.</summary>
    public static ImmutableArray<ConfigurationProblem> For(ConfigurationReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Configuration is not { } gateway)
            return [];

        var found = new List<ConfigurationProblem>();
        void Warn(string path, string code, string message, string? suggestion)
        {
            var mark = MarkOf(reading, path);
            found.Add(new(ProblemSeverity.Warning, code, path, reading.File, mark.Line, mark.Column, message, suggestion));
        }

        WarnOfTheDoor(gateway, Warn);
        WarnOfSchemes(gateway, Warn);
        WarnOfRoutes(gateway, Warn);
        BearerWarnings.For(gateway, Warn);
        AssertionWarnings.For(gateway, Warn);
        SessionWarnings.For(gateway, Warn);
        WarnOfAssets(gateway, Warn);
        return
        [
            .. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column),
            .. CredentialFileWarnings.For(reading, gateway, path => MarkOf(reading, path)),
        ];
    }

    private static void WarnOfTheDoor(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        if (gateway.Admin is { } admin && !ValueRules.IsLoopback(admin))
            warn("admin", "admin-not-on-loopback", "the admin listener is reachable from other machines, without TLS", "keep it on 127.0.0.1");
        foreach (var (network, i) in gateway.TrustedProxies.Select((network, i) => (network, i)).Where(pair => pair.network.PrefixLength == 0))
            warn($"trusted-proxies[{i}]", "trusts-every-proxy", $"{network} believes X-Forwarded-* from everybody, so every client can choose its address", "list the proxies that stand before the gateway");
    }

    private static void WarnOfSchemes(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        var isOpenHttp = gateway.Listen.Any(listener => IsHttp(listener) && !ValueRules.IsLoopback(listener.Url));
        var isNeverTls = gateway.Listen.All(IsHttp) && gateway.TrustedProxies.IsEmpty;
        foreach (var scheme in gateway.Schemes)
        {
            var path = "schemes." + scheme.Id;
            if (scheme is BasicConfiguration { AllowCleartext: true } && isOpenHttp)
                warn(path + ".allow-cleartext", "basic-without-tls", $"the passwords of '{scheme.Id}' cross the network in clear", "listen on https, or on loopback behind a proxy with TLS");
            if (!scheme.AllowCleartext && isNeverTls)
                warn(path, "never-usable-without-tls", $"'{scheme.Id}' needs TLS, and no listener has it: each of its requests is refused", "listen on https, or list the proxy with TLS in trusted-proxies");
            if (scheme is DigestConfiguration digest && digest.Algorithms.FirstOrDefault(name => name.StartsWith("MD5", StringComparison.Ordinal)) is { } md5)
                warn(path + ".algorithms", "md5-offered", $"'{scheme.Id}' offers {md5}, which RFC 7616 keeps for old clients alone", "leave SHA-256 alone when all clients know it");
        }
    }

    private static void WarnOfRoutes(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        var basic = gateway.Schemes.OfType<BasicConfiguration>().Select(scheme => scheme.Id).ToHashSet(StringComparer.Ordinal);
        var scrubber = new IdentityHeaderScrubber(gateway.IdentityFields, gateway.Schemes.OfType<ApiKeyConfiguration>().Select(scheme => scheme.Header), []);
        var routes = gateway.Routes;
        var matches = routes.Select(route => new ParsedMatch(route.Match)).ToArray();
        var areas = Enumerable.Range(0, routes.Length).Where(i => routes[i].Access.AnyOf.Any(basic.Contains)).ToArray();
        for (var i = 0; i < routes.Length; i++)
        {
            var (route, match, path) = (routes[i], matches[i], $"routes[{i}]");
            var first = Array.FindIndex(matches, 0, i, earlier => earlier.Covers(match));
            if (first >= 0)
                warn(path, "shadowed-route", $"the route '{route.Name}' is never reached: '{routes[first].Name}' on line {routes[first].Line} takes all its requests", "move it up or remove it");
            if (match.Path.Segments.FirstOrDefault(segment => segment.Length > 1 && segment != "**" && segment.Contains('*', StringComparison.Ordinal)) is { } partial)
                warn(path + ".match.path", "prefix-matches-sibling", $"'{partial}' is meant as a prefix, which would take siblings too; here it is read literally, * and ** stand for whole segments alone", $"write {partial.TrimEnd('*')}/** for the folder and what is below it");
            if (route.Match.Methods.Contains("GET") && !route.Match.Methods.Contains("HEAD") && !OthersTakeHead(routes, matches, i))
                warn(path + ".match.methods", "get-without-head", $"the route '{route.Name}' takes GET and not HEAD", "add HEAD: GET does not imply it");
            if (route.Match.Headers.Select(field => field.Key).FirstOrDefault(scrubber.IsProtected) is { } scrubbed)
                warn(path + ".match.headers", "header-never-matches", $"the route '{route.Name}' is never reached: clients may not send '{scrubbed}', it is taken away before routes are matched", "match another field");
            if (route.Cors is { } cors && cors.Origins.Contains("*"))
                warn(path + ".cors.origins", "cors-any-origin", $"the scripts of every site may read '{route.Name}'", "list the origins");
            if (route.Access.Kind == AccessKind.Public && route.ForwardAuthorization != false && Array.FindIndex(areas, area => matches[area].CoversPlace(match)) is >= 0 and var around)
                warn(path, "public-inside-basic", $"the public route '{route.Name}' lies inside the Basic area of '{routes[areas[around]].Name}': browsers send its password there too", "move it outside, or set authorization: consume");
        }

        var everything = new ParsedMatch(new());
        if (routes.Length > 0 && !Array.Exists(matches, match => match.Covers(everything)))
            warn($"routes[{routes.Length - 1}]", "no-catch-all", "requests that no route matches are answered with 404", "end with a route for /** and access: deny to say so in the file");
    }

    private static void WarnOfAssets(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        foreach (var (asset, what) in PublicAssets)
        {
            if (FirstFor(gateway, asset) is { Route.Access.Kind: AccessKind.AnyOf or AccessKind.Deny } taken && gateway.Routes.Any(route => route.Upstream is not null))
                warn($"routes[{taken.Index}]", "public-asset-protected", $"{asset} is not public ({what}): '{taken.Route.Name}' takes it", LinesFor(asset, gateway));
        }

        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)).Where(pair => pair.route.Access.Kind == AccessKind.AnyOf))
        {
            if (PathPattern.Parse(route.Match.Path).Segments.FirstOrDefault(AssetFolders.Contains) is { } folder)
                warn($"routes[{i}].match.path", "public-asset-protected", $"'{route.Name}' asks credentials for {route.Match.Path}; pages that need no login lose their {folder}", LinesFor(route.Match.Path, gateway));
        }
    }

    private static string LinesFor(string path, GatewayConfiguration gateway)
    {
        var upstream = gateway.Routes.FirstOrDefault(route => route.Upstream is not null)?.Upstream?.Urls.FirstOrDefault()?.GetLeftPart(UriPartial.Authority) ?? "URL";
        var name = string.Concat(path.Where(c => char.IsLetterOrDigit(c) || c == '.')).Replace('.', '-');
        return $"add before it: - {{ name: {name}, match: {{ path: {path}, methods: [GET, HEAD] }}, access: public, upstream: \"{upstream}\" }}";
    }

    private static (RouteConfiguration Route, int Index)? FirstFor(GatewayConfiguration gateway, string path)
    {
        for (var i = 0; i < gateway.Routes.Length; i++)
        {
            var match = gateway.Routes[i].Match;
            if (match.Headers.IsEmpty && (match.Methods.IsEmpty || match.Methods.Contains("GET")) && PathPattern.Parse(match.Path).Matches(path))
                return (gateway.Routes[i], i);
        }

        return null;
    }

    private static bool OthersTakeHead(ImmutableArray<RouteConfiguration> routes, ParsedMatch[] matches, int index) =>
        routes.Where((route, i) => i != index && route.Access.Kind != AccessKind.Deny && matches[i].Covers(matches[index], ["HEAD"])).Any();

    private static bool IsHttp(ListenerConfiguration listener) => listener.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    // A default has no place of its own: its nearest surroundings have.
    private static Mark MarkOf(ConfigurationReading reading, string path)
    {
        while (path.Length > 0)
        {
            if (reading.Marks.TryGetValue(path, out var mark))
                return mark;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return new Mark(1, 1);
    }
}
