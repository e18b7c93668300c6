using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Gateway.Publishing;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>routes</c>.</summary>
internal static class RouteReader
{
    private const string AccessForms = "write access: public, access: deny, or access: { any-of: [scheme] }";

    public static ImmutableArray<RouteConfiguration> Read(SectionReader top, ImmutableArray<string> schemes)
    {
        if (top.Find("routes") is not { } value)
            return [];
        if (value is not YamlList list)
        {
            top.Report("routes", "wrong-type", $"'routes' has to be a list, not {SectionReader.KindOf(value)}", "begin each route with a hyphen");
            return [];
        }

        if (list.Items.IsEmpty)
            top.Report("routes", "no-value", "'routes' is an empty list", null);

        var routes = ImmutableArray.CreateBuilder<RouteConfiguration>();
        var names = new Dictionary<string, Mark>();
        var resources = new Dictionary<(string Host, string Path), string>();
        foreach (var (item, i) in list.Items.Select((item, i) => (item, i)))
        {
            if (SectionReader.Open(top.Context, "routes", $"routes[{i}]", item, Missing) is not { } section)
                continue;
            var name = section.Text("name") ?? "";
            if (name.Length > 0 && !names.TryAdd(name, section.MarkOf("name")))
                section.Report("name", "duplicate-route", $"a second route {section.Shown("name")}", $"the first is on line {names[name].Line}; names are unique for journal and metrics");
            routes.Add(One(section, name, schemes, top.Has("forward-auth")));
            if (routes[^1].Resource is { } resource && ResourceMetadata.PlaceOf(resource) is var place && !resources.TryAdd(place, resource) && resources[place] != resource)
                section.Report("resource", "same-metadata", $"{section.Shown("resource")} has its metadata where those of '{resources[place]}' are, which clients then take for forged (RFC 9728 §3.3)", "write both alike, or name another host or path: ports are not told apart");
            if (routes[^1].Upstream?.Assertion is not null && !top.Has("assertion"))
                section.Context.Error(section.PathOf("upstream.assertion"), section.MarkOf("upstream"), "assertion-undeclared", "the upstream wants a signed assertion, and nothing says who signs it", "add at the top: assertion: { issuer: https://gateway.example.org }");
        }

        return routes.ToImmutable();
    }

    private static (string, string?)? Missing(SectionReader route, string key)
    {
        var name = route.Has("name") ? $"the route {route.Shown("name")}" : "a route";
        return key switch
        {
            "access" => ($"{name} has no policy: 'access' is missing", AccessForms),
            "name" => ("a route has no 'name'", "journal, metrics and explain need it"),
            _ => null,
        };
    }

    private static RouteConfiguration One(SectionReader section, string name, ImmutableArray<string> schemes, bool isAskedFor)
    {
        var access = Access(section, schemes);
        var upstream = UpstreamReader.Read(section);
        if (!section.Has("upstream") && access is { Kind: not AccessKind.Deny } && !isAskedFor)
            section.Context.Error(section.PathOf("upstream"), section.Mark, "missing-key", $"{(section.Has("name") ? $"the route {section.Shown("name")}" : "a route")} has no 'upstream'", "only routes with access: deny need none, and all where proxies ask (forward-auth)");

        return new RouteConfiguration(name)
        {
            Match = Match(section),
            Access = access ?? new AccessConfiguration(AccessKind.Deny),
            Upstream = upstream,
            Cors = Cors(section),
            ForwardAuthorization = section.Has("authorization") ? section.Choice("authorization", "consume") == "forward" : null,
            OnUnauthenticated = section.Choice("on-unauthenticated", "auto") switch
            {
                "challenge" => UnauthenticatedAnswer.Challenge,
                "login" => UnauthenticatedAnswer.Login,
                _ => UnauthenticatedAnswer.Auto,
            },
            Conceal = section.Boolean("conceal", false),
            Resource = Resource(section),
            Line = section.Mark.Line,
        };
    }

    private static string? Resource(SectionReader section)
    {
        if (section.Text("resource") is not { } text)
            return null;
        if (ValueRules.UrlFault(text, out var url) is { } fault)
            section.Report("resource", "bad-url", $"'resource' {fault}", "write the https URL that clients ask for");
        else if (url is { Scheme: "http", IsLoopback: false })
            section.Report("resource", "bad-url", "'resource' is not https", "resources are named by https URLs (RFC 9728 §1.2)");
        else
            return text;
        return null;
    }

    private static MatchConfiguration Match(SectionReader route)
    {
        var defaults = new MatchConfiguration();
        if (route.Section("match") is not { } section)
            return defaults;

        var host = section.Text("host") ?? defaults.Host;
        if (!HostPattern.TryParse(host, out var hostPattern, out var hostFault))
            section.Report("host", "bad-host", $"the host {section.Shown("host")} {hostFault}", null);
        var path = section.Text("path") ?? defaults.Path;
        if (!PathPattern.TryParse(path, out var pathPattern, out var pathFault))
            section.Report("path", "bad-pattern", $"the pattern {section.Shown("path")} {pathFault}", path.Contains('%', StringComparison.Ordinal) ? "a percent sign itself is %25; encoded delimiters are refused in every request" : null);
        else if (pathPattern.Segments is [var first, ..] && first.Equals(".countersign", StringComparison.OrdinalIgnoreCase))
            section.Report("path", "reserved-path", "everything below /.countersign/ is the gateway's own", null);

        return new MatchConfiguration
        {
            Host = hostPattern?.ToString() ?? "*",
            Path = pathPattern?.ToString() ?? defaults.Path,
            Methods = section.Texts("methods", "bad-method", Method),
            Headers = section.Fields("headers"),
        };
    }

    // RFC 9110 §9.1: methods are case-sensitive, so `get` would match nothing that browsers send.
    private static (string, string?)? Method(string text, string shown)
    {
        if (!ValueRules.IsToken(text))
            return ($"{shown} is not a method", null);
        return text.Any(char.IsAsciiLetterLower) ? ($"the method {shown} is not in upper case", "methods are case-sensitive: GET, HEAD, POST") : null;
    }

    private static AccessConfiguration? Access(SectionReader route, ImmutableArray<string> schemes)
    {
        var path = route.PathOf("access");
        switch (route.Find("access"))
        {
            case null:
                return null;
            case YamlText:
                switch (route.Text("access"))
                {
                    case null:
                        return null;
                    case "public":
                        return new AccessConfiguration(AccessKind.Public);
                    case "deny":
                        return new AccessConfiguration(AccessKind.Deny);
                }

                route.Report("access", "unknown-access", $"'access' cannot be {route.Shown("access")}", AccessForms);
                return null;
            case YamlMap map:
                return SectionReader.Open(route.Context, "access", path, map) is { } section ? AnyOf(section, schemes) : null;
            default:
                route.Report("access", "wrong-type", "'access' has to be a text or a mapping, not a list", AccessForms);
                return null;
        }
    }

    private static AccessConfiguration AnyOf(SectionReader section, ImmutableArray<string> schemes)
    {
        var anyOf = section.Texts("any-of", "unknown-scheme", (id, shown) => schemes.Contains(id)
            ? null
            : ($"there is no scheme {shown}", schemes.IsEmpty ? "declare it under 'schemes'" : SectionReader.Meant(id, schemes)));
        if (section.Find("any-of") is YamlList { Items.IsEmpty: true })
            section.Report("any-of", "no-value", "'any-of' is an empty list", "name a scheme, or write access: public or access: deny");
        return new AccessConfiguration(AccessKind.AnyOf)
        {
            AnyOf = [.. anyOf.Distinct(StringComparer.Ordinal)],
            Users = [.. section.Texts("users").Select(Canonical)],
            Groups = section.Texts("groups"),
            Emails = section.Texts("emails", "bad-email", (text, shown) => EmailAddress.Is(text)
                ? null
                : ($"{shown} is no plain e-mail address", text.StartsWith('*') || text.StartsWith('@') ? "domains are named under email-domains" : "write name@example.org, in ASCII and without quotes")),
            EmailDomains = section.Texts("email-domains", "bad-email-domain", (text, shown) => EmailAddress.IsDomain(text)
                ? null
                : ($"{shown} is no domain of e-mail addresses", "write example.org, without @ and without wildcards; letters beyond ASCII as xn--")),
            Scopes = section.Texts("scopes"),
            Roles = section.Texts("roles"),
            Claims = [.. section.Lists("claims").Select(claim => new ClaimDemand(claim.Name, claim.Values))],
            SignIn = SignIn(section),
            Networks = section.Networks("networks"),
        };
    }

    private static SignInDemand? SignIn(SectionReader section)
    {
        var acr = section.Texts("acr", "bad-acr", (text, shown) => ValueRules.IsFieldValue(text) && !text.Contains(' ', StringComparison.Ordinal)
            ? null
            : ($"{shown} is not one word", "acr_values are words with blanks between them"));
        TimeSpan? age = section.Has("max-age") ? section.Duration("max-age", TimeSpan.Zero) : null;
        return acr.IsEmpty && age is null ? null : new(acr, age);
    }

    // As schemes and stores have them.
    private static string Canonical(string user) => Nfc.TryNormalize(user, out var canonical) ? canonical : user;

    private static CorsConfiguration? Cors(SectionReader route)
    {
        if (route.Section("cors") is not { } section)
            return null;
        var cors = new CorsConfiguration
        {
            Origins = section.Texts("origins", "bad-origin", (text, shown) => ValueRules.IsOrigin(text)
                ? null
                : ($"{shown} is not an origin", "write scheme://host[:port] without a slash at the end")),
            Credentials = section.Boolean("credentials", false),
            MaxAge = section.Duration("max-age", TimeSpan.FromMinutes(10)),
        };
        if (section.Has("origins") && section.Find("origins") is YamlList { Items.IsEmpty: true })
            section.Report("origins", "no-value", "'origins' is an empty list", null);
        if (cors.Credentials && cors.Origins.Contains("*"))
            section.Report("origins", "cors-any-with-credentials", "'*' with credentials would let every site act as the visitor", "list the origins");
        return cors;
    }
}
