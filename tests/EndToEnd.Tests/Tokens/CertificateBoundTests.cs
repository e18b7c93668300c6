using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Tokens that a certified provider bound to a TLS certificate (RFC 8705), from curl with certificates that openssl made.</summary>
public sealed class CertificateBoundTests(TokenPeers peers)
{
    [Theory]
    [InlineData("--http1.1", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")]
    [InlineData("--http2", "ed25519", "-addext", "extendedKeyUsage=serverAuth")] // whose it is and what for does not matter
    public async Task A_bound_token_counts_with_its_certificate_alone(string version, params string[] kind)
    {
        await using var secure = await SecureSite.RunAsync(peers, "  - { name: all, access: { any-of: [tokens] }, upstream: UPSTREAM }", ", client-certificates: true");
        var site = secure.Site;
        string[] own = await MakeCertificateAsync(site, "own", kind);
        string[] other = await MakeCertificateAsync(site, "other", "rsa:2048");
        var bound = await TokenAsync(secure, "bound", own);
        var plain = await TokenAsync(secure, "app", []);

        var right = await CallAsync(bound, own);
        var wrong = await CallAsync(bound, other);
        var none = await CallAsync(bound, []);

        Assert.Equal(200, right.Status);
        Assert.Contains("\"x-forwarded-user\":\"bound\"", right.Body, StringComparison.Ordinal);
        foreach (var (status, body) in new[] { wrong, none })
        {
            Assert.Equal(401, status);
            Assert.Contains("bearer-token-invalid", body, StringComparison.Ordinal);
            Assert.Contains("\nBearer ", body, StringComparison.Ordinal);
            Assert.Contains("error=\"invalid_token\"", body, StringComparison.Ordinal);
            await site.Gateway.TellsAsync(JsonDocument.Parse(body.Split('\n')[0]).RootElement.GetProperty("reference").GetString()!, "bearer-token-bound");
        }

        // One that is bound to nothing needs no certificate, and none is in its way.
        Assert.Equal((200, 200), ((await CallAsync(plain, [])).Status, (await CallAsync(plain, other)).Status));

        Task<(int Status, string Body)> CallAsync(string token, string[] certificate) => Programs.CurlAsync(
        [
            version, "--cacert", secure.Authority, .. certificate, "--oauth2-bearer", token, "--write-out", "\n%header{www-authenticate}\n%{http_code}", site.Url("/x"),
        ]);
    }

    /// <summary>A token for a client of the provider, asked for over a connection with a certificate.</summary>
    private static async Task<string> TokenAsync(SecureSite secure, string client, string[] certificate)
    {
        var (status, body) = await Programs.CurlAsync(
        [
            "--cacert", secure.Authority, .. certificate, "--user", $"{client}:{client}-secret",
            "--data", "grant_type=client_credentials", "--data-urlencode", $"resource={Provider.Audience}", secure.Provider.Issuer + "/token",
        ]);
        Assert.True(status == 200, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>A certificate that its owner signed, as curl takes it; all have the same name.</summary>
    private static async Task<string[]> MakeCertificateAsync(Site site, string name, params string[] kind)
    {
        Programs.Need("/usr/bin/openssl");
        var (certificate, key) = (site.PathOf(name + ".pem"), site.PathOf(name + ".key"));
        var made = await Programs.RunAsync("openssl", ["req", "-x509", "-nodes", "-newkey", .. kind, "-subj", "/CN=the same name", "-days", "1", "-keyout", key, "-out", certificate]);
        Assert.True(made.Code == 0, made.Error);
        return ["--cert", certificate, "--key", key];
    }
}
