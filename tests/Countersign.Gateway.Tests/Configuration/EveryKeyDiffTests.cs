using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

/// <summary>Every key that bears on who gets in is seen when it changes, and named.</summary>
public sealed class EveryKeyDiffTests
{
    private const string Start = """
        listen: { url: "https://127.0.0.1:8443", certificate: one.pem, key: one.pem, client-certificates: false }
        store: sqlite:./one.db
        trusted-proxies: [10.0.0.0/8]
        sign-in:
          users: none
          providers:
            corp:
              type: oidc
              issuer: https://corp.example
              client-id: gateway
              client-secret: none
              metadata: https://corp.example/described
              authorization-endpoint: https://corp.example/authorize
              token-endpoint: https://corp.example/tokens
              userinfo-endpoint: https://corp.example/me
              jwks-uri: https://corp.example/jwks
              authorities: one.pem
              subject-claim: sub
              name-claim: nick
              names-are-ours: false
              groups-claim: circles
              roles-claim: posts
              email-claim: mail
              verified-claim: mail_verified
              acr-values: [strong]
              max-age: 17m
              outage: 19m
            plain: { type: oidc, issuer: "https://plain.example", client-id: plain, client-secret: none, authorization-endpoint: "https://plain.example/a", token-endpoint: "https://plain.example/t", userinfo-endpoint: "https://plain.example/u" }
        forward-auth: { proxies: [172.16.0.0/12] }
        schemes:
          file: { type: basic, htpasswd: one.htpasswd, allow-cleartext: false }
          stored: { type: basic, users: store }
          digest: { type: digest, realm: One, htdigest: one.htdigest, algorithms: [SHA-256], qop: [auth], userhash: false, nonce-lifetime: 7m, allow-cleartext: true }
          key: { type: api-key, realm: keys, allow-cleartext: true }
          one:
            type: bearer
            realm: tokens
            allow-cleartext: false
            issuers:
              - issuer: https://one.example
                metadata: https://one.example/metadata
                jwks-uri: https://one.example/keys
                authorities: one.pem
                audiences: [audience]
                algorithms: [ES256]
                types: [at+jwt]
                required-claims: [sub]
                clients: [client]
                claims: { tenant: [blue] }
                leeway: 11s
                max-lifetime: 1h
                refuse-future-iat: false
                name-claim: sub
                groups-claim: groups
                roles-claim: roles
                email-claim: email
                introspection: { url: https://one.example/introspect, client-id: asker, client-secret: none, tokens: opaque, keep-active: 31s }
          two: { type: bearer, issuers: [{ issuer: https://two.example, audiences: [two], keys: one.jwks }] }
          other: { type: bearer, issuers: [{ issuer: https://other.example, audiences: [other] }] }
          swap: { type: bearer, issuers: [{ issuer: https://swap.example, audiences: [swap] }] }
          people: { type: session, idle: 31m, lifetime: 13h, remember: 31d, origins: ["https://one.example"], grace: 1m, allow-cleartext: false }
          proven: { type: dpop, tokens: one, algorithms: [PS256], window: 61s, nonces: false, allow-cleartext: false }
        routes:
          - { name: matched, match: { host: one.example, path: /matched/**, methods: [GET], headers: { X-A: one } }, access: { any-of: [file] }, upstream: "http://a" }
          - { name: open, match: { path: /open/** }, access: public, upstream: "http://a", cors: { origins: ["https://one.example"], credentials: false } }
          - { name: digest, match: { path: /digest/** }, access: { any-of: [digest] }, upstream: "http://a" }
          - { name: stored, match: { path: /stored/** }, access: { any-of: [stored, key] }, upstream: "http://a" }
          - { name: proven, match: { path: /proven/** }, access: { any-of: [proven] }, upstream: "http://a" }
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: "http://a" }
          - { name: two, match: { path: /two/** }, access: { any-of: [two] }, upstream: "http://a" }
          - { name: users, match: { path: /users/** }, access: { any-of: [stored], users: [anna], groups: [staff], emails: [eve@one.example], email-domains: [two.example] }, upstream: "http://a" }
          - name: swapped
            match: { path: /swapped/** }
            access: { any-of: [swap] }
            upstream:
              urls: http://a
              exchange: { issuer: https://swap.example, token-endpoint: https://swap.example/token, client-id: swapper, client-secret: none, audience: [back], resource: [https://back.example], scopes: [all] }
          - { name: tokens, access: { any-of: [one], scopes: [read], roles: [admin], claims: { region: [eu] }, acr: [gold], max-age: 5m, networks: [192.0.2.0/24] }, upstream: "http://a" }
        """;

    /// <summary>Whether they are this or that, the same people get in.</summary>
    private static readonly string[] OfNoConsequence =
    [
        // where the gateway is reached, by whom it is run, and what it keeps and tells
        "listen.url", "listen.certificate", "listen.key", "listen.http2-cleartext", "admin", "admin-token", "admin-lab", "journal.retention", "journal.max-rows", "telemetry.otlp", "forward-auth.dialects", "forward-auth.fastcgi",

        // how often and how fast one may try
        "limits.attempts-per-name", "limits.attempts-window", "limits.refusals-per-minute", "limits.password-workers", "limits.password-queue",

        // what upstreams see of who was let in
        "identity.user", "identity.groups", "identity.email", "routes.authorization",
        "sign-in.host", "sign-in.service", "sign-in.theme", "providers.label", "providers.post-logout", "providers.end-session-endpoint",

        // where browsers go to the provider, and what it asks people and gives along: the token says who signed in
        "providers.authorization-endpoint", "providers.scopes", "providers.prompt", "providers.client-secret", "providers.client-key", "providers.method",
        "assertion.issuer", "assertion.header", "assertion.lifetime", "assertion.algorithm", "assertion.rotate", "assertion.jwks-path",
        "upstream.assertion", "upstream.urls", "upstream.load-balancing", "upstream.timeout", "upstream.strip-prefix", "upstream.preserve-host",
        "upstream.authorities", "upstream.http2-cleartext", "health.path", "health.interval",
        "set-headers.request", "set-headers.response", "remove-headers.request", "remove-headers.response",

        // what those who are not let in are told
        "schemes.basic.realm", "schemes.api-key.realm", "schemes.bearer.realm", "schemes.dpop.realm", "schemes.session.realm", "routes.on-unauthenticated", "schemes.digest.domain", "routes.name", "routes.conceal", "routes.resource",
        "cors.max-age",

        // how credentials travel, not which
        "schemes.api-key.header", "schemes.digest.opaque", "schemes.digest.max-content",

        // how the gateway proves itself to an issuer, and how soon it asks again about what the issuer refused
        "introspection.client-secret", "introspection.client-key", "introspection.method", "introspection.keep-inactive",
        "exchange.client-secret", "exchange.client-key", "exchange.method",
    ];

    private static readonly KeyKind[] Containers = [KeyKind.Listeners, KeyKind.Section, KeyKind.SectionList, KeyKind.SectionMap, KeyKind.SchemeMap, KeyKind.Upstream];

    /// <summary>A key, a change of it, and the key that is named where that is another one.</summary>
    public static TheoryData<string, string, string, string?> Changes => new()
    {
        { "store", "./one.db", "./two.db", null },
        { "trusted-proxies", "10.0.0.0/8", "10.0.0.0/16", null },
        { "forward-auth.proxies", "172.16.0.0/12", "172.16.0.0/16", null },
        { "listen.client-certificates", "client-certificates: false", "client-certificates: true", null },
        { "schemes.basic.type", "type: basic, users: store", "type: digest, htdigest: one.htdigest", "access.any-of" },
        { "schemes.basic.htpasswd", "one.htpasswd", "two.htpasswd", null },
        { "schemes.basic.users", "htpasswd: one.htpasswd", "users: store", "schemes.basic.htpasswd" },
        { "schemes.basic.allow-cleartext", "htpasswd: one.htpasswd, allow-cleartext: false", "htpasswd: one.htpasswd, allow-cleartext: true", null },
        { "schemes.digest.type", "type: digest, realm: One, htdigest: one.htdigest, algorithms: [SHA-256], qop: [auth], userhash: false, nonce-lifetime: 7m", "type: api-key", "access.any-of" },
        { "schemes.digest.realm", "realm: One", "realm: Two", null },
        { "schemes.digest.htdigest", "one.htdigest", "two.htdigest", null },
        { "schemes.digest.algorithms", "[SHA-256]", "[SHA-256, MD5]", null },
        { "schemes.digest.qop", "qop: [auth]", "qop: [auth-int]", null },
        { "schemes.digest.userhash", "userhash: false", "userhash: true", null },
        { "schemes.digest.nonce-lifetime", "7m", "8m", null },
        { "schemes.digest.allow-cleartext", "7m, allow-cleartext: true", "7m, allow-cleartext: false", null },
        { "schemes.api-key.type", "type: api-key, realm: keys", "type: basic, users: store", "access.any-of" },
        { "schemes.api-key.allow-cleartext", "realm: keys, allow-cleartext: true", "realm: keys, allow-cleartext: false", null },
        { "schemes.bearer.type", "any-of: [one]", "any-of: [key]", "access.any-of" },
        { "schemes.bearer.token-in", "realm: tokens\n", "realm: tokens\n    token-in: [field, form]\n", null },
        { "schemes.bearer.token-in", "realm: tokens\n", "realm: tokens\n    token-in: [field, query]\n", null },
        { "schemes.bearer.allow-cleartext", "realm: tokens\n    allow-cleartext: false", "realm: tokens\n    allow-cleartext: true", null },
        { "schemes.dpop.type", "any-of: [proven]", "any-of: [one]", "access.any-of" },
        { "schemes.dpop.tokens", "tokens: one", "tokens: other", "issuers.issuer" },
        { "schemes.dpop.algorithms", "[PS256]", "[PS256, ES256]", null },
        { "schemes.dpop.window", "61s", "62s", null },
        { "schemes.dpop.nonces", "nonces: false", "nonces: true", null },
        { "schemes.dpop.allow-cleartext", "nonces: false, allow-cleartext: false", "nonces: false, allow-cleartext: true", null },
        { "schemes.session.type", "any-of: [people]", "any-of: [key]", "access.any-of" },
        { "sign-in.users", "users: none", "users: store", null },
        { "sign-in.second-factor", "users: none", "users: none\n  second-factor: off", null },
        { "schemes.session.idle", "31m", "32m", null },
        { "schemes.session.lifetime", "13h", "14h", null },
        { "schemes.session.remember", "31d", "32d", null },
        { "schemes.session.origins", "origins: [\"https://one.example\"], grace", "origins: [\"https://one.example\", \"https://evil.example\"], grace", null },
        { "schemes.session.grace", "grace: 1m", "grace: 2m", null },
        { "schemes.session.allow-cleartext", "grace: 1m, allow-cleartext: false", "grace: 1m, allow-cleartext: true", null },
        { "issuers.issuer", "https://two.example", "https://three.example", null },
        { "issuers.audiences", "[audience]", "[audience, more]", null },
        { "issuers.metadata", "/metadata", "/other-metadata", null },
        { "issuers.jwks-uri", "/keys", "/other-keys", null },
        { "issuers.keys", "one.jwks", "two.jwks", null },
        { "issuers.authorities", "authorities: one.pem", "authorities: two.pem", null },
        { "issuers.algorithms", "[ES256]", "[ES256, RS256]", null },
        { "issuers.types", "[at+jwt]", "[at+jwt, JWT]", null },
        { "issuers.required-claims", "[sub]", "[sub, jti]", null },
        { "issuers.clients", "[client]", "[]", null },
        { "issuers.claims", "tenant: [blue]", "tenant: [blue, red]", null },
        { "issuers.leeway", "11s", "12s", null },
        { "issuers.max-lifetime", "1h", "2h", null },
        { "issuers.refuse-future-iat", "refuse-future-iat: false", "refuse-future-iat: true", null },
        { "issuers.name-claim", "name-claim: sub", "name-claim: email", null },
        { "issuers.groups-claim", "groups-claim: groups", "groups-claim: teams", null },
        { "issuers.roles-claim", "roles-claim: roles", "roles-claim: scope", null },
        { "issuers.email-claim", "email-claim: email", "email-claim: mail", null },
        { "providers.type", "plain: { type: oidc", "plain: { type: oauth2", null },
        { "providers.issuer", "issuer: https://corp.example", "issuer: https://other.example", null },
        { "providers.client-id", "client-id: gateway", "client-id: other", null },
        { "providers.metadata", "/described", "/other", null },
        { "providers.token-endpoint", "/tokens", "/other", null },
        { "providers.userinfo-endpoint", "/me\n", "/you\n", null },
        { "providers.jwks-uri", "/jwks", "/other", null },
        { "providers.authorities", "jwks\n      authorities: one.pem", "jwks\n      authorities: two.pem", null },
        { "providers.subject-claim", "subject-claim: sub", "subject-claim: id", null },
        { "providers.name-claim", "name-claim: nick", "name-claim: sub", null },
        { "providers.names-are-ours", "names-are-ours: false", "names-are-ours: true", null },
        { "providers.groups-claim", "circles", "teams", null },
        { "providers.roles-claim", "posts", "tasks", null },
        { "providers.email-claim", "email-claim: mail\n", "email-claim: post\n", null },
        { "providers.verified-claim", "mail_verified", "post_verified", null },
        { "providers.acr-values", "[strong]", "[strong, weak]", null },
        { "providers.max-age", "17m", "18m", null },
        { "providers.outage", "19m", "20m", null },
        { "introspection.url", "/introspect", "/other", null },
        { "introspection.client-id", "asker", "somebody", null },
        { "introspection.tokens", "tokens: opaque", "tokens: all", null },
        { "introspection.keep-active", "31s", "32s", null },
        { "routes.access", "access: public", "access: { any-of: [file] }", null },
        { "match.host", "host: one.example", "host: two.example", "access.any-of" },
        { "match.path", "/matched/**", "/moved/**", "access.any-of" },
        { "match.methods", "methods: [GET]", "methods: [GET, PUT]", "access.any-of" },
        { "match.headers", "X-A: one", "X-A: two", "access.any-of" },
        { "access.any-of", "any-of: [stored]", "any-of: [stored, key]", null },
        { "access.emails", "[eve@one.example]", "[eve@one.example, eva@one.example]", null },
        { "access.email-domains", "[two.example]", "[two.example, one.example]", null },
        { "access.users", "users: [anna]", "users: [anna, eve]", null },
        { "access.groups", "groups: [staff]", "groups: [staff, all]", null },
        { "access.scopes", "scopes: [read]", "scopes: []", null },
        { "access.roles", "roles: [admin]", "roles: [admin, root]", null },
        { "access.claims", "region: [eu]", "region: [eu, us]", null },
        { "access.acr", "acr: [gold]", "acr: [gold, silver]", null },
        { "access.max-age", "max-age: 5m", "max-age: 6m", null },
        { "access.networks", "192.0.2.0/24", "192.0.2.0/25", null },
        { "cors.origins", "[\"https://one.example\"]", "[\"https://one.example\", \"https://evil.example\"]", null },
        { "cors.credentials", "credentials: false", "credentials: true", null },
        { "exchange.issuer", "https://swap.example", "https://swop.example", null },
        { "exchange.token-endpoint", "/token", "/other-token", null },
        { "exchange.client-id", "swapper", "somebody", null },
        { "exchange.audience", "[back]", "[back, more]", null },
        { "exchange.resource", "back.example", "more.example", null },
        { "exchange.scopes", "scopes: [all]", "scopes: [some]", null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_seen_and_its_key_named(string key, string was, string now, string? named)
    {
        using var files = new Fixtures();
        foreach (var name in new[] { "one.htpasswd", "two.htpasswd", "one.htdigest", "two.htdigest", "one.pem", "two.pem", "one.jwks", "two.jwks" })
            files.Write("", name);
        Assert.Contains(was, Start, StringComparison.Ordinal);
        var (old, @new) = (Read(files, Start), Read(files, Start.Replace(was, now, StringComparison.Ordinal)));

        Assert.Contains(named ?? key, ConfigurationDiff.Compare(old, @new).Changes.SelectMany(change => change.Keys));
        Assert.Contains(named ?? key, ConfigurationDiff.Compare(@new, old).Changes.SelectMany(change => change.Keys));
    }

    [Fact]
    public void Every_key_is_tried_or_of_no_consequence()
    {
        var tried = Changes.Select(change => change.Data.Item1).Distinct().ToList();
        var keys = ConfigurationKeys.All.Where(key => !Containers.Contains(key.Kind)).Select(key => key.Section.Length == 0 ? key.Name : $"{key.Section}.{key.Name}");

        Assert.Equal(keys.Order(StringComparer.Ordinal), tried.Concat(OfNoConsequence).Order(StringComparer.Ordinal));
    }

    private static ConfigurationReading Read(Fixtures files, string text)
    {
        var reading = ConfigurationReader.Read(files.Write(text), _ => null);
        Assert.Empty(reading.Problems);
        return reading;
    }
}
