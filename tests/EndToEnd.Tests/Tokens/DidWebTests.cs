using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>An issuer whose keys are in a DID document that nginx serves over TLS, and whose tokens another library (npm's jose) signs.</summary>
public sealed class DidWebTests(TokenPeers peers)
{
    private const string Nginx = "/usr/sbin/nginx";

    [Theory]
    [InlineData("", ".well-known")]
    [InlineData(":issuers:one", "issuers/one")]
    public async Task A_key_counts_as_long_as_the_document_has_it(string path, string folder)
    {
        using var authority = new TestAuthority();
        var site = await Site.CreateAsync();
        await using var tokens = new TokenSite(site, []);
        var port = Site.FreePort();
        var did = $"did:web:localhost%3A{port}{path}";
        var (first, second, third) = (await MakeAsync(did, "ES256", "first"), await MakeAsync(did, "EdDSA", "second"), await MakeAsync(did, "RS256", "third"));
        Directory.CreateDirectory(site.PathOf(folder));
        await PublishAsync(first, second);
        var nginx = await ServeAsync(site, authority, port);
        try
        {
            await Programs.CurlAsync("--retry", "4", "--retry-connrefused", "--cacert", site.PathOf("ca.pem"), $"https://localhost:{port}/");
            await site.ConfigureAsync($$"""
                schemes:
                  trusting: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{did}}", audiences: [orders], authorities: ./ca.pem }] }
                  careful: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{did}}", audiences: [orders] }] }
                routes:
                  - { name: careful, match: { path: /careful/** }, access: { any-of: [careful] }, upstream: UPSTREAM }
                  - { name: trusting, match: { path: /trusting/** }, access: { any-of: [trusting] }, upstream: UPSTREAM }
                """);
            await site.StartAsync();
            var known = await GetAsync(tokens, first, second);
            var untrusted = await tokens.GetAsync("/careful/x", first.Token);

            // The third key is unknown, so the document is read again, and with it what is no longer there.
            await PublishAsync(second, third);
            var changed = await GetAsync(tokens, third, second, first);
            var gone = await tokens.GetAsync("/trusting/x", first.Token);

            Assert.Equal([200, 200], known);
            Assert.Equal((503, "issuer-unavailable"), (untrusted.Status, untrusted.Reason));
            Assert.Equal([200, 200, 401], changed);
            Assert.Equal("bearer-token-invalid", gone.Reason);
            Assert.Equal("bearer-key-unknown", await tokens.ReasonOfAsync(gone));
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            nginx.Dispose();
        }

        Task PublishAsync(params Key[] keys) => site.WriteAsync(folder + "/did.json", Document(did, keys));
    }

    private static async Task<int[]> GetAsync(TokenSite site, params Key[] keys)
    {
        var statuses = new List<int>();
        foreach (var key in keys)
            statuses.Add((await site.GetAsync("/trusting/x", key.Token)).Status);
        return [.. statuses];
    }

    private static string Document(string did, Key[] keys) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["@context"] = new[] { "https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1" },
        ["id"] = did,
        ["verificationMethod"] = keys.Select(key => new { id = key.Id, type = "JsonWebKey", controller = did, publicKeyJwk = JsonNode.Parse(key.Public) }),
        ["assertionMethod"] = keys.Select(key => key.Id),
    });

    /// <summary>Has nginx serve the site's folder at a port.</summary>
    private static async Task<Process> ServeAsync(Site site, TestAuthority authority, int port)
    {
        Programs.Need(Nginx);
        var (certificate, key) = authority.Issue("localhost");
        await site.WriteAsync("ca.pem", authority.Pem);
        await site.WriteAsync("nginx.pem", certificate);
        await site.WriteAsync("nginx.key", key);
        var folder = site.PathOf("") + "/";
        await site.WriteAsync("nginx.conf", $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{folder}}nginx.pid;
            error_log stderr;
            events { }
            http {
                access_log off;
                default_type application/did+json;
                client_body_temp_path {{folder}}body; proxy_temp_path {{folder}}proxy; fastcgi_temp_path {{folder}}fastcgi; uwsgi_temp_path {{folder}}uwsgi; scgi_temp_path {{folder}}scgi;
                server {
                    listen 127.0.0.1:{{port}} ssl;
                    ssl_certificate {{folder}}nginx.pem;
                    ssl_certificate_key {{folder}}nginx.key;
                    root {{folder}};
                }
            }
            """);
        return Programs.Start(Nginx, "-p", folder, "-c", site.PathOf("nginx.conf"));
    }

    private async Task<Key> MakeAsync(string did, string algorithm, string name)
    {
        var id = $"{did}#{name}";
        var claims = new { iss = did, aud = "orders", sub = name, iat = Now, exp = Now + 600 };
        var made = await peers.Judge.AskAsync("make", new { algorithm, claims, type = "at+jwt", kid = id });
        return new(id, made.GetProperty("key").GetString()!, made.GetProperty("token").GetString()!);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private sealed record Key(string Id, string Public, string Token);
}
