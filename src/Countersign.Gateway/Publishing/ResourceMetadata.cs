using System.Collections.Immutable;
using System.Text.Json;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Publishing;

/// <summary>What a client that knows nothing needs to get in: whose tokens are taken for a resource, and with which scopes (RFC 9728).</summary>
internal static class ResourceMetadata
{
    public const string WellKnown = "/.well-known/oauth-protected-resource";

    /// <summary>Where the metadata of a resource are: the well-known part goes between host and path (RFC 9728 §3.1).</summary>
    public static string UrlOf(string resource)
    {
        var url = new Uri(resource);
        return url.GetLeftPart(UriPartial.Authority) + WellKnown + (url.AbsolutePath == "/" ? "" : url.AbsolutePath);
    }

    /// <summary>Where the gateway serves the metadata of a resource. No route tells ports or transports apart, so neither does this.</summary>
    public static (string Host, string Path) PlaceOf(string resource)
    {
        var url = new Uri(UrlOf(resource));
        return (HostAndPort.NameOf(url.Authority), url.AbsolutePath);
    }

    /// <summary>The documents of all resources; routes of the same one are told together.</summary>
    public static IEnumerable<OwnDocument> DocumentsOf(GatewayConfiguration configuration) =>
        configuration.Routes.Where(route => route.Resource is not null).GroupBy(route => route.Resource!, StringComparer.Ordinal)
            .Select(routes => DocumentOf(routes.Key, [.. routes], configuration));

    private static OwnDocument DocumentOf(string resource, ImmutableArray<RouteConfiguration> routes, GatewayConfiguration configuration)
    {
        var content = Write(resource, routes, configuration);
        var (host, path) = PlaceOf(resource);
        return new(host, path, () => content);
    }

    private static byte[] Write(string resource, ImmutableArray<RouteConfiguration> routes, GatewayConfiguration configuration)
    {
        var ids = routes.SelectMany(route => route.Access.AnyOf).ToHashSet(StringComparer.Ordinal);
        var schemes = configuration.Schemes.Where(scheme => ids.Contains(scheme.Id)).ToList();
        var dpop = schemes.OfType<DpopConfiguration>().ToList();
        var bearer = schemes.OfType<BearerConfiguration>().ToList();
        var issuers = bearer.Concat(configuration.Schemes.OfType<BearerConfiguration>().Where(scheme => dpop.Exists(bound => bound.Tokens == scheme.Id)))
            .SelectMany(scheme => scheme.Issuers).Select(issuer => issuer.Name).Where(IsUrl);
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("resource", resource);
            WriteList(json, "authorization_servers", issuers);
            WriteList(json, "scopes_supported", routes.SelectMany(route => route.Access.Scopes));
            WriteList(json, "bearer_methods_supported", MethodsOf(bearer));
            if (schemes.Find(scheme => scheme is BearerConfiguration or DpopConfiguration) is { } named)
                json.WriteString("resource_name", named.Realm);
            WriteList(json, "dpop_signing_alg_values_supported", dpop.SelectMany(scheme => scheme.Algorithms).Select(algorithm => algorithm.Name));
            if (dpop.Count > 0 && bearer.Count == 0)
                json.WriteBoolean("dpop_bound_access_tokens_required", true);
            if (configuration.Listen.Any(listener => listener.ClientCertificates))
                json.WriteBoolean("tls_client_certificate_bound_access_tokens", true);
            json.WriteEndObject();
        }

        return content.ToArray();
    }

    private static IEnumerable<string> MethodsOf(List<BearerConfiguration> bearer)
    {
        yield return "header";
        if (bearer.Exists(scheme => scheme.TokenInForm))
            yield return "body";
        if (bearer.Exists(scheme => scheme.TokenInQuery))
            yield return "query";
    }

    // RFC 9728 §3.2: what is empty is left out.
    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        var known = values.Distinct(StringComparer.Ordinal).ToList();
        if (known.Count == 0)
            return;
        json.WriteStartArray(name);
        known.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static bool IsUrl(string issuer) => ValueRules.UrlFault(issuer, out _) is null;
}
