using System.Net;
using Countersign.AspNetCore.Stores;
using Countersign.Client;
using Countersign.Client.Failures;
using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The Digest client against our own gateway.</summary>
public sealed class GatewayDigestTests
{
    [Theory]
    [InlineData("/sha256/x", "SHA-256", "auth")]
    [InlineData("/sha512/x", "SHA-512-256", "auth")]
    [InlineData("/sess/x", "SHA-512-256-sess", "auth")]
    [InlineData("/whole/x", "SHA-256", "auth-int")]
    public async Task Takes_one_request_for_each(string path, string algorithm, string qop)
    {
        await using var site = await RunAsync();
        using var caller = new DigestCaller(site.Gateway.Url, "jörg", "päss", digest => digest.RequireServerProof = qop == "auth");

        for (var i = 0; i < 5; i++)
        {
            using var content = new ByteArrayContent([0xff, .. "grüß"u8]);
            using var response = await caller.SendAsync(HttpMethod.Post, $"{path}/a%20b?i={i}&q=%2F%C3%BC", content);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await caller.GetAtOnceAsync(path, 200);

        Assert.Equal(206, caller.Legs.Count);
        Assert.Single(caller.Nonces);
        var sent = caller.Legs.Last().Sent!;
        Assert.Equal((algorithm, qop, "true"), (sent.Find("algorithm"), sent.Find("qop"), sent.Find("userhash")));
    }

    [Fact]
    public async Task Goes_on_after_the_gateway_was_started_anew()
    {
        await using var site = await Site.CreateAsync();
        var port = Site.FreePort();
        await WriteAsync(site, $"listen: http://127.0.0.1:{port}");
        await site.StartAsync(listensAsConfigured: true);
        using var caller = new DigestCaller($"http://127.0.0.1:{port}", "jörg", "päss");
        await caller.GetAsync("/sha256/x");

        await site.Gateway.DisposeAsync();
        await site.StartAsync(listensAsConfigured: true);
        await caller.GetAsync("/sha256/x");
        await caller.GetAsync("/sha256/x");

        Assert.InRange(caller.Legs.Count, 4, 5);
        Assert.Equal(HttpStatusCode.OK, caller.Legs.Last().Status);
    }

    [Fact]
    public async Task Says_what_the_gateway_says_of_a_wrong_password()
    {
        await using var site = await RunAsync();
        using var caller = new DigestCaller(site.Gateway.Url, "jörg", "wrong");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => caller.GetAsync("/sha256/x"));

        Assert.Equal((FailureReason.CredentialsRejected, Refusal.DigestResponseWrong), (failed.Failure.Reason, failed.Refusal));
    }

    private static async Task<Site> RunAsync()
    {
        var site = await Site.CreateAsync();
        await WriteAsync(site, "");
        await site.StartAsync();
        return site;
    }

    private static async Task WriteAsync(Site site, string more)
    {
        await site.WriteAsync("sha256", Line(DigestAlgorithm.Sha256));
        await site.WriteAsync("sha512", Line(DigestAlgorithm.Sha512T256));
        await site.ConfigureAsync($$"""
            {{more}}
            schemes:
              sha256: { type: digest, realm: r, htdigest: sha256, userhash: true }
              sha512: { type: digest, realm: r, htdigest: sha512, algorithms: [SHA-512-256], userhash: true }
              sess: { type: digest, realm: r, htdigest: sha512, algorithms: [SHA-512-256-sess], userhash: true }
              whole: { type: digest, realm: r, htdigest: sha256, qop: [auth-int], userhash: true }
            routes:
              - { name: sha256, match: { path: /sha256/** }, access: { any-of: [sha256] }, upstream: UPSTREAM }
              - { name: sha512, match: { path: /sha512/** }, access: { any-of: [sha512] }, upstream: UPSTREAM }
              - { name: sess, match: { path: /sess/** }, access: { any-of: [sess] }, upstream: UPSTREAM }
              - { name: whole, match: { path: /whole/** }, access: { any-of: [whole] }, upstream: UPSTREAM }
            """);
    }

    private static string Line(DigestAlgorithm algorithm) => HtdigestFile.LineFor("jörg", "r", "päss", algorithm) + "\n";
}
