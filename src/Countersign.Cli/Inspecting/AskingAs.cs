using System.Collections.Immutable;
using Countersign.Cli.Requests;
using Countersign.Schemes.Basic;

namespace Countersign.Cli.Inspecting;

/// <summary>Dresses a request as others would send it (Fetch §4.6, Fetch Metadata §2).</summary>
internal static class AskingAs
{
    private static readonly string Agent = $"Mozilla/5.0 (compatible; Countersign/{ProgramVersion.Text})";

    // What nobody wrote.
    private static readonly string[] Usual = ["*/*", "application/json, */*;q=0.5"];

    // Fetch, CORS-safelisted request-header.
    private static readonly string[] Plain = ["Accept", "Accept-Language", "Content-Language", "Range"];
    private static readonly string[] PlainTypes = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

    // What the browser itself sends: a script has no hand in it.
    private static readonly string[] Forbidden = ["Host", "User-Agent", "Origin", "Referer", "Cookie", "Accept-Encoding", "Connection", "Content-Length"];

    /// <summary>A person goes to the address.</summary>
    public static RequestOrder Browser(RequestOrder order) => order with
    {
        Fields = Dressed(order, [
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), ("Accept-Language", "en"), ("Upgrade-Insecure-Requests", "1"),
            .. Metadata(order.Url, "none", "navigate", "document"), .. IsTrustworthy(order.Url) ? [("Sec-Fetch-User", "?1")] : Array.Empty<(string, string)>(),
        ]),
    };

    /// <summary>A crawler asks.</summary>
    public static RequestOrder Crawler(RequestOrder order) => order with
    {
        Fields = Dressed(order, [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")]),
        Credentials = new(),
        KeepsCookies = false,
    };

    /// <summary>What a crawler reads before anything else (RFC 9309 §2.3).</summary>
    public static RequestOrder Robots(RequestOrder order) => Crawler(new(HttpMethod.Get, new Uri(order.Url, "/robots.txt")) { Timeout = order.Timeout, Version = order.Version, Connections = order.Connections });

    /// <summary>A script of a page asks; it sends the credentials by itself, and keeps no cookies.</summary>
    /// <param name="order">What it asks.</param>
    /// <param name="origin">The origin of its page.</param>
    public static RequestOrder Script(RequestOrder order, string origin)
    {
        var isForeign = !IsOwn(order.Url, origin);
        var fields = new List<(string, string)> { ("Accept", "*/*"), ("Accept-Language", "en") };
        if (isForeign || order.Method != HttpMethod.Get && order.Method != HttpMethod.Head)
            fields.Add(("Origin", origin));
        fields.AddRange(Metadata(order.Url, SiteOf(order.Url, origin), "cors", "empty"));
        fields.AddRange(Credentials(order.Credentials));
        return order with { Fields = Dressed(order, [.. fields]), Credentials = new(), KeepsCookies = false };
    }

    /// <summary>What the browser asks before it sends that; null where it needs not (Fetch, CORS-preflight).</summary>
    public static RequestOrder? Preflight(RequestOrder script, string origin)
    {
        if (IsOwn(script.Url, origin))
            return null;
        var named = NamedFields(script);
        if (named.IsEmpty && (script.Method == HttpMethod.Get || script.Method == HttpMethod.Head || script.Method == HttpMethod.Post))
            return null;
        var fields = ImmutableArray.Create(("Accept", "*/*"), ("User-Agent", Agent), ("Origin", origin), ("Access-Control-Request-Method", script.Method.Method));
        if (!named.IsEmpty)
            fields = fields.Add(("Access-Control-Request-Headers", string.Join(',', named)));
        return new(HttpMethod.Options, script.Url)
        {
            Fields = [.. fields, .. Metadata(script.Url, SiteOf(script.Url, origin), "cors", "empty")],
            Follows = false,
            Reauthenticates = false,
            KeepsCookies = false,
            Timeout = script.Timeout,
            Version = script.Version,
            Proxy = script.Proxy,
            ProxyUser = script.ProxyUser,
            Connections = script.Connections,
        };
    }

    /// <summary>The fields of a script that a preflight has to name, in its writing: lower case, sorted.</summary>
    public static ImmutableArray<string> NamedFields(RequestOrder script)
    {
        var names = script.Fields.Where(field => !IsPlain(field.Name, field.Value)).Select(field => field.Name);
        if (script.Content?.MediaType is { } type && !PlainTypes.Any(plain => type.StartsWith(plain, StringComparison.OrdinalIgnoreCase)))
            names = names.Append("Content-Type");
        return [.. names.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static bool IsPlain(string name, string value) =>
        Plain.Contains(name, StringComparer.OrdinalIgnoreCase) || Forbidden.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && PlainTypes.Any(plain => value.StartsWith(plain, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<(string Name, string Value)> Credentials(GivenCredentials given)
    {
        if (given.Key is { } key)
            yield return (given.KeyField, key.Reveal());
        if (given.Token is { } token)
            yield return ("Authorization", $"Bearer {token.Reveal()}");
        else if (given is { User: { } user, Password: { } password })
            yield return ("Authorization", BasicResponder.Authorization(user, password.Reveal()));
    }

    // What the person at the command line writes goes before what the client would send.
    private static ImmutableArray<(string Name, string Value)> Dressed(RequestOrder order, ImmutableArray<(string Name, string Value)> fields)
    {
        var own = order.Fields.Where(field => !(field.Name == "Accept" && Usual.Contains(field.Value)) && field.Name != "User-Agent").ToImmutableArray();
        var agent = order.Fields.FirstOrDefault(field => field.Name == "User-Agent" && !field.Value.StartsWith("Countersign/", StringComparison.Ordinal));
        return [("User-Agent", agent.Value ?? Agent), .. fields.Where(field => !own.Any(other => other.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))), .. own];
    }

    private static IEnumerable<(string Name, string Value)> Metadata(Uri url, string site, string mode, string destination) =>
        IsTrustworthy(url) ? [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)] : [];

    // Only such addresses are told (Fetch Metadata §2).
    private static bool IsTrustworthy(Uri url) => url.Scheme == Uri.UriSchemeHttps || url.IsLoopback;

    private static bool IsOwn(Uri url, string origin) => origin.Equals(url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);

    // Which names belong together only a list could tell; one that ends in the other does.
    private static string SiteOf(Uri url, string origin)
    {
        if (IsOwn(url, origin))
            return "same-origin";
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || page.Scheme != url.Scheme)
            return "cross-site";
        var isSame = page.IdnHost == url.IdnHost || IsBelow(page.IdnHost, url.IdnHost) || IsBelow(url.IdnHost, page.IdnHost);
        return isSame ? "same-site" : "cross-site";
    }

    private static bool IsBelow(string host, string other) => other.Contains('.', StringComparison.Ordinal) && host.EndsWith("." + other, StringComparison.OrdinalIgnoreCase);
}
