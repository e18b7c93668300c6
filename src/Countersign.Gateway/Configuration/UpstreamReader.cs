using System.Collections.Immutable;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads a route's <c>upstream</c>: an URL, a list of them, or a mapping.</summary>
internal static class UpstreamReader
{
    private const string UrlForm = "write http://HOST:PORT or https://HOST:PORT";

    public static UpstreamConfiguration? Read(SectionReader route)
    {
        switch (route.Find("upstream"))
        {
            case null:
                return null;
            case YamlMap map:
                return SectionReader.Open(route.Context, "upstream", route.PathOf("upstream"), map) is { } section ? Mapping(section) : null;
            default:
                var urls = Urls(route, "upstream");
                return urls.IsEmpty ? null : new UpstreamConfiguration { Urls = urls };
        }
    }

    private static UpstreamConfiguration Mapping(SectionReader section)
    {
        var defaults = new UpstreamConfiguration { Urls = [] };
        var health = section.Section("health");
        var set = section.Section("set-headers");
        var remove = section.Section("remove-headers");
        var urls = Urls(section, "urls");
        if (section.Has("http2-cleartext") && urls.Any(url => url.Scheme == Uri.UriSchemeHttps))
            section.Report("http2-cleartext", "http2-cleartext-unused", "an https upstream has 'http2-cleartext'", "remove it: over TLS the upstream chooses HTTP/2 itself");
        return defaults with
        {
            Urls = urls,
            LoadBalancing = section.Choice("load-balancing", defaults.LoadBalancing),
            HealthPath = health is null ? null : PathText(health, "path"),
            HealthInterval = health?.Duration("interval", defaults.HealthInterval) ?? defaults.HealthInterval,
            Timeout = section.Duration("timeout", defaults.Timeout),
            StripPrefix = Prefix(section, "strip-prefix"),
            PreserveHost = section.Boolean("preserve-host", defaults.PreserveHost),
            Authorities = section.File("authorities"),
            Http2Cleartext = section.Boolean("http2-cleartext", defaults.Http2Cleartext),
            Assertion = section.Text("assertion"),
            Exchange = ExchangeReader.Read(section),
            SetRequestHeaders = set?.Fields("request", Reserved) ?? [],
            SetResponseHeaders = set?.Fields("response", Reserved) ?? [],
            RemoveRequestHeaders = remove is null ? [] : Names(remove, "request"),
            RemoveResponseHeaders = remove is null ? [] : Names(remove, "response"),
        };
    }

    // The URL is not repeated in the message: it may hold a password.
    private static ImmutableArray<Uri> Urls(SectionReader section, string key)
    {
        if (section.Find(key) is YamlList { Items.IsEmpty: true })
            section.Report(key, "no-value", $"'{key}' is an empty list", UrlForm);
        var urls = section.Texts(key, "bad-url", (text, shown) => ValueRules.UrlFault(text, out _) is { } fault ? ($"the upstream's address {fault}", UrlForm) : null);
        return [.. urls.Select(text => new Uri(text))];
    }

    private static string? PathText(SectionReader section, string key)
    {
        if (section.Text(key) is not { } path)
            return null;
        if (path.StartsWith('/') && !path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            return path;
        section.Report(key, "bad-path", $"'{key}' is not a path: {section.Shown(key)}", "begin it with /");
        return null;
    }

    /// <summary>In the form of canonical paths, as those of routes: in any other spelling it would never be taken off.</summary>
    private static string? Prefix(SectionReader section, string key)
    {
        if (section.Text(key) is not { } text)
            return null;
        if (!PathPattern.TryParse(text, out var path, out var fault))
            section.Report(key, "bad-path", $"'{key}' {fault}: {section.Shown(key)}", null);
        else if (path.Segments.Any(segment => segment is "*" or "**"))
            section.Report(key, "bad-path", $"'{key}' has a wildcard: {section.Shown(key)}", "write the segments out");
        return path?.ToString();
    }

    private static (string, string?)? Reserved(string name, string value)
    {
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            return ValueRules.IsAuthority(value) ? null : ("the value of 'Host' is not a host with an optional port", "write HOST or HOST:PORT");
        return ValueRules.IsFraming(name) ? ($"'{name}' frames the message and belongs to the connection", "remove it: it is written for each message anew") : null;
    }

    private static ImmutableArray<string> Names(SectionReader section, string key) =>
        section.Texts(key, "bad-field-name", (text, shown) => ValueRules.IsToken(text) ? null : ($"{shown} is not a field name", null));
}
