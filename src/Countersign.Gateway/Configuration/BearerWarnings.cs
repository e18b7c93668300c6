using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>What is weak or of no use in what a configuration says of tokens.</summary>
internal static class BearerWarnings
{
    public static void For(GatewayConfiguration gateway, Action<string, string, string, string?> warn)
    {
        foreach (var bearer in gateway.Schemes.OfType<BearerConfiguration>())
        {
            if (bearer.AllowCleartext && gateway.Listen.Any(listener => listener.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !ValueRules.IsLoopback(listener.Url)))
                warn($"schemes.{bearer.Id}.allow-cleartext", "bearer-without-tls", $"the tokens of '{bearer.Id}' cross the network in clear, and whoever sees one can use it", "listen on https, or on loopback behind a proxy with TLS");
            if (bearer.TokenInQuery)
                warn($"schemes.{bearer.Id}.token-in", "token-in-query", $"the tokens of '{bearer.Id}' may come in the query, and then stand in histories and in the logs of all before the gateway (RFC 9700 §4.3.2)", "leave query out, unless a client can send them in no other way");
            foreach (var (issuer, i) in bearer.Issuers.Select((issuer, i) => (issuer, i)))
                WarnOf(issuer, $"schemes.{bearer.Id}.issuers[{i}]", warn);
        }

        foreach (var (route, i) in gateway.Routes.Select((route, i) => (route, i)).Where(pair => pair.route.Access.Kind == AccessKind.AnyOf))
        {
            WarnOf(gateway, route, $"routes[{i}].access", warn);
            WarnOfResource(gateway, route, $"routes[{i}].resource", warn);
            WarnOfHost(gateway, route, $"routes[{i}].match.host", warn);
        }
    }

    private static void WarnOfResource(GatewayConfiguration gateway, RouteConfiguration route, string path, Action<string, string, string, string?> warn)
    {
        if (route.Resource is not { } resource)
            return;
        var ids = gateway.Schemes.OfType<DpopConfiguration>().Where(dpop => route.Access.AnyOf.Contains(dpop.Id)).Select(dpop => dpop.Tokens).Concat(route.Access.AnyOf).ToList();
        var issuers = gateway.Schemes.OfType<BearerConfiguration>().Where(bearer => ids.Contains(bearer.Id)).SelectMany(bearer => bearer.Issuers).ToList();
        if (issuers.Count == 0)
            warn(path, "resource-without-tokens", $"'{route.Name}' has a resource and takes no tokens", "add a scheme of type bearer or dpop to any-of, or remove it");
        else if (issuers.Find(issuer => !issuer.Rules.Audiences.IsEmpty && !issuer.Rules.Audiences.Contains(resource)) is { } other)
            warn(path, "resource-not-audience", $"clients will ask {other.Name} for tokens for {resource}, which is none of its audiences here", $"add {resource} to audiences");
    }

    // The client's own word on the host is all that a proof is held against (RFC 9449 §4.3).
    private static void WarnOfHost(GatewayConfiguration gateway, RouteConfiguration route, string path, Action<string, string, string, string?> warn)
    {
        if (route.Match.Host == "*" && gateway.Schemes.OfType<DpopConfiguration>().Any(dpop => route.Access.AnyOf.Contains(dpop.Id)))
            warn(path, "proof-for-any-host", $"'{route.Name}' takes proofs for any host: a server that a client was lured to could use its token and proof here, under that server's name", "name the host that clients ask for");
    }

    private static void WarnOf(IssuerConfiguration issuer, string path, Action<string, string, string, string?> warn)
    {
        if (issuer.Rules.Audiences.IsEmpty)
            warn(path + ".audiences", "audience-any", $"tokens that {issuer.Name} made for anybody count here: whoever gets one can pass it on", "name what is protected here, if the issuer can write it into aud");
        if (issuer.Rules.Types.Contains("JWT", StringComparer.OrdinalIgnoreCase))
            warn(path + ".types", "token-type-any", $"ID tokens and other kinds of {issuer.Name} may pass for access tokens", "take at+jwt alone where the issuer writes it, else use an audience that no client has as its id");
        if (issuer.Keys is null && IsOverTheNetworkInClear(issuer))
            warn(path + ".issuer", "issuer-without-tls", $"the keys of {issuer.Name} come without TLS: whoever is on the way could hand in keys of his own", "use an issuer with https");
    }

    private static bool IsOverTheNetworkInClear(IssuerConfiguration issuer) =>
        Uri.TryCreate(issuer.Name, UriKind.Absolute, out var name) && name is { Scheme: "http", IsLoopback: false };

    private static void WarnOf(GatewayConfiguration gateway, RouteConfiguration route, string path, Action<string, string, string, string?> warn)
    {
        var schemes = gateway.Schemes.Where(scheme => route.Access.AnyOf.Contains(scheme.Id)).ToList();
        Check("roles", !route.Access.Roles.IsEmpty, scheme => scheme is BearerConfiguration or DpopConfiguration or SessionConfiguration, "roles");
        Check("claims", !route.Access.Claims.IsEmpty, scheme => scheme is BearerConfiguration or DpopConfiguration or SessionConfiguration, "claims");
        Check("acr", route.Access.SignIn is not null, scheme => scheme is BearerConfiguration or DpopConfiguration or SessionConfiguration, "known sign-in");
        Check(route.Access.Emails.IsEmpty ? "email-domains" : "emails", route.Access is { HasEmailRules: true, Users.IsEmpty: true, Groups.IsEmpty: true }, scheme => scheme.HasGroups, "e-mail address");
        Check("scopes", !route.Access.Scopes.IsEmpty, scheme => scheme.GrantsScopes, "scopes");

        var issuers = schemes.OfType<BearerConfiguration>().SelectMany(bearer => bearer.Issuers).Select(issuer => issuer.Name).Distinct(StringComparer.Ordinal).Count();
        if (issuers > 1 && (route.Access.NamesSubjects || !route.Access.Roles.IsEmpty) && !route.Access.Claims.Any(claim => claim.Name == "iss"))
            warn(path, "same-name-of-issuers", $"'{route.Name}' takes tokens of several issuers, and each can write the users, groups, e-mail addresses and roles that it names", "a route for each, with claims: { iss: ISSUER }");

        var proven = schemes.OfType<DpopConfiguration>().ToList();
        if (proven.Find(dpop => !dpop.Nonces && proven.Exists(other => other.Nonces && other.Tokens == dpop.Tokens)) is { } lax)
            warn($"{path}.any-of", "nonces-evaded", $"'{route.Name}' takes proofs without a nonce by '{lax.Id}', where another scheme needs one for the same tokens", $"leave '{lax.Id}' out of any-of");

        void Check(string key, bool isWanted, Func<SchemeConfiguration, bool> has, string what)
        {
            if (isWanted && schemes.Find(scheme => !has(scheme)) is { } without)
                warn($"{path}.{key}", "demand-never-met", $"nobody gets into '{route.Name}' by '{without.Id}': its subjects have no {what}", $"leave '{without.Id}' out of any-of, or the demand");
        }
    }
}
