using Countersign.Gateway.Tests.Hosting;

namespace Countersign.Gateway.Tests.ForwardAuth;

/// <summary>A gateway that proxies on this machine may ask, with a route of each kind.</summary>
internal static class AskedGateway
{
    public const string Yaml = """
        sign-in: { users: store }
        forward-auth: { proxies: [127.0.0.1, 10.0.0.0/8] }
        assertion: { issuer: https://gateway.test }
        limits: { refusals-per-minute: 40 }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd }
          keys: { type: api-key, realm: api }
          people: { type: session }
          signed: { type: digest, realm: devices@example.org, htdigest: devices.htdigest }
          whole: { type: digest, realm: devices@example.org, htdigest: devices.htdigest, qop: [auth-int] }
        routes:
          - { name: open, match: { path: /open/** }, access: public }
          - { name: admin, match: { path: /admin/** }, access: { any-of: [staff], users: [anna] } }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys, staff] }, cors: { origins: ["https://app.example.org"] } }
          - { name: passing, match: { path: /passing/** }, access: { any-of: [staff] }, authorization: forward }
          - { name: near, match: { path: /near/** }, access: { any-of: [staff], networks: [192.0.2.0/24] } }
          - { name: devices, match: { path: /devices/** }, access: { any-of: [signed] } }
          - { name: people, match: { path: /people/** }, access: { any-of: [people, staff] } }
          - { name: whole, match: { path: /whole/** }, access: { any-of: [whole] } }
          - { name: told, match: { path: /told/** }, access: { any-of: [staff] }, upstream: { urls: UPSTREAM, assertion: app } }
          - { name: other, match: { host: other.test }, access: { any-of: [staff] } }
          - { name: site, match: { path: /site/** }, access: { any-of: [staff] } }
        """;

    public const string Root = "/.countersign/forward-auth/";

    public static readonly string Carl = Credential.Basic("carl", "sha1-user");

    /// <summary>A question in the words of nginx.</summary>
    public static string[] Original(string url, params string[] fields) =>
        ["X-Original-Method: GET", $"X-Original-URL: https://app.test{url}", "X-Forwarded-For: 198.51.100.7", .. fields];

    /// <summary>A question in the words of Caddy, HAProxy and Traefik.</summary>
    public static string[] Forwarded(string uri, params string[] fields) => ForwardedAs("GET", uri, fields);

    public static string[] ForwardedAs(string method, string uri, params string[] fields) =>
    [
        $"X-Forwarded-Method: {method}", "X-Forwarded-Proto: https", "X-Forwarded-Host: app.test", $"X-Forwarded-Uri: {uri}", "X-Forwarded-For: 198.51.100.7", .. fields,
    ];
}
