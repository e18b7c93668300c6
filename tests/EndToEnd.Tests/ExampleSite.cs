namespace Countersign.EndToEnd;

/// <summary>The site of the example's people and devices (examples/README.md), one route per way in.</summary>
internal static class ExampleSite
{
    public const string Anna = "anna:correct horse";
    public const string Sensor = "sensor1:s3cret";

    public static Task<Site> RunAsync() => Site.RunAsync(
        """
        schemes:
          staff: { type: basic, realm: Staging, htpasswd: ./users.htpasswd, allow-cleartext: true }
          people: { type: basic, realm: People, users: store, allow-cleartext: true }
          devices: { type: digest, realm: devices@example.org, htdigest: ./devices.htdigest, algorithms: [SHA-256, MD5] }
          strong: { type: digest, realm: devices@example.org, htdigest: ./devices.htdigest }
          old: { type: digest, realm: devices@example.org, htdigest: ./devices.htdigest, algorithms: [MD5] }
          keys: { type: api-key, realm: api, header: X-API-Key }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: basic, match: { path: /basic/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: digest, match: { path: /digest/** }, access: { any-of: [devices] }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [strong] }, upstream: UPSTREAM }
          - { name: old, match: { path: /old/** }, access: { any-of: [old] }, upstream: UPSTREAM }
          - { name: any, match: { path: /any/** }, access: { any-of: [devices, staff] }, upstream: UPSTREAM }
          - { name: people, match: { path: /people/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: orders, match: { path: /orders/** }, access: { any-of: [keys], scopes: [orders.read] }, upstream: UPSTREAM }
          - { name: api, match: { path: /api/** }, access: { any-of: [keys, staff] }, cors: { origins: ["UPSTREAM"] }, upstream: UPSTREAM }
          - { name: rest, access: deny }
        """,
        ("users.htpasswd", File.ReadAllText(Path.Combine(Checkout.Root, "examples", "users.htpasswd"))),
        ("devices.htdigest", File.ReadAllText(Path.Combine(Checkout.Root, "examples", "devices.htdigest"))));
}
