using System.Security.Cryptography.X509Certificates;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Upstreams behind TLS: reached when the route's authorities vouch for them, and else not at all.</summary>
public sealed class UpstreamTlsTests : IDisposable
{
    private readonly Fixtures _files = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(HttpProtocols.Http2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    public async Task A_trusted_upstream_is_asked_in_the_best_version_that_it_speaks(HttpProtocols protocols, string spoken)
    {
        using var certificate = CertificateOf(_authority);
        var upstream = await EchoUpstream.StartAsync(context => context.Response.WriteAsync(context.Request.Protocol), protocols, certificate);
        await using var gateway = await RunningGateway.StartAsync(Trusting(_authority.Pem), upstream);

        var reply = await gateway.GetAsync("/a?b=c");

        Assert.Equal((200, spoken), (reply.Status, reply.Body));
        Assert.Equal(("GET", "/a?b=c"), (upstream.Last.Method, upstream.Last.Target));
    }

    [Fact]
    public async Task Streamed_content_passes_through_TLS_in_both_directions()
    {
        using var certificate = CertificateOf(_authority);
        await using var gateway = await RunningGateway.StartAsync(
            Trusting(_authority.Pem), await EchoUpstream.StartAsync(protocols: HttpProtocols.Http1AndHttp2, certificate: certificate));
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[8 << 20]);

        using var answer = await client.PostAsync(new Uri(gateway.Url, "/upload"), content, TestContext.Current.CancellationToken);

        Assert.Equal($"POST /upload {8 << 20}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_upstream_of_another_authority_is_a_502_and_is_told_nothing()
    {
        using var stranger = new TestAuthority();
        using var certificate = CertificateOf(stranger);

        await RefusesAsync(certificate, Trusting(_authority.Pem));
    }

    [Fact]
    public async Task An_upstream_that_only_a_test_trusts_is_a_502_without_authorities()
    {
        using var certificate = CertificateOf(_authority);

        await RefusesAsync(certificate, "routes:\n  - { name: a, access: public, upstream: UPSTREAM }\n");
    }

    [Fact]
    public async Task An_upstream_with_a_certificate_for_another_name_is_a_502()
    {
        using var certificate = CertificateOf(_authority, onlyFor: "elsewhere.example");

        await RefusesAsync(certificate, Trusting(_authority.Pem));
    }

    private static async Task RefusesAsync(X509Certificate2 certificate, string yaml)
    {
        var upstream = await EchoUpstream.StartAsync(certificate: certificate);
        await using var gateway = await RunningGateway.StartAsync(yaml, upstream);

        var reply = await gateway.GetAsync("/a", "Authorization: Basic eDp5");

        Assert.Equal((502, "application/problem+json"), (reply.Status, reply.Field("Content-Type")));
        Assert.Empty(reply.Challenges);
        Assert.Empty(upstream.All);
        Assert.DoesNotContain("certificate", reply.Raw, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(reply.Reference, reply.Json.GetProperty("reference").GetString());
    }

    private string Trusting(string authority) =>
        $"routes:\n  - {{ name: a, access: public, upstream: {{ urls: UPSTREAM, authorities: '{_files.Write(authority, "ca.pem")}' }} }}\n";

    // Through PKCS#12, since a server can't use a key that only stands beside its certificate on every platform.
    private static X509Certificate2 CertificateOf(TestAuthority authority, string? onlyFor = null)
    {
        var (certificate, key) = authority.Issue("upstream", onlyFor);
        using var pem = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }
}
