using System.Buffers.Text;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Countersign.AspNetCore.Outbound;
using Countersign.TestKit;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Tokens over the connections that there are: HTTP/2, WebSockets, gRPC, TLS with and without a certificate of the client.</summary>
public sealed class TokenConnectionTests
{
    private const string Rest = """
        schemes:
          tokens: { type: bearer, realm: Tokens, CLEARTEXT issuers: [{ issuer: local, keys: local.jwks, audiences: [api] }] }
          proven: { type: dpop, realm: Proven, tokens: tokens, CLEARTEXT algorithms: [ES256] }
        routes:
          - { name: all, access: { any-of: [tokens, proven] }, upstream: UPSTREAM }

        """;

    private static readonly SigningKey Issuer = AccessToken.NewKey("i1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Clear => Rest.Replace("CLEARTEXT", "allow-cleartext: true,", StringComparison.Ordinal);

    private static string Secure => Rest.Replace("CLEARTEXT ", "", StringComparison.Ordinal);

    [Fact]
    public async Task A_WebSocket_is_opened_by_a_token()
    {
        await using var gateway = await StartAsync(Clear, await EchoUpstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "seen", Cancel);
        }));
        var url = new Uri($"ws://127.0.0.1:{gateway.Url.Port}/chat");
        using var stranger = new ClientWebSocket();
        stranger.Options.SetRequestHeader("Authorization", "Bearer abc");
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(url, Cancel));
        Assert.Empty(gateway.Upstream.All);

        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", "Bearer " + Token());
        await client.ConnectAsync(url, Cancel);
        var end = await client.ReceiveAsync(new byte[16], Cancel);

        Assert.Equal("seen", end.CloseStatusDescription);
        Assert.Equal("anna", gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task Over_HTTP2_a_token_counts_and_another_is_refused_in_the_callers_form()
    {
        await using var gateway = await StartAsync("listen: { url: http://127.0.0.1:0, http2-cleartext: true }\n" + Clear);
        using var client = new HttpClient();
        var wrong = Token(claims => claims["aud"] = "elsewhere");

        using var good = await client.SendAsync(Call(gateway, "application/json", Token()), Cancel);
        using var refused = await client.SendAsync(Call(gateway, "application/json", wrong), Cancel);
        using var call = await client.SendAsync(Call(gateway, "application/grpc", wrong), Cancel);

        Assert.Equal((HttpStatusCode.OK, "anna"), (good.StatusCode, gateway.Upstream.Last.Field("X-Forwarded-User")));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.First().Parameter, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "16"), (call.StatusCode, Assert.Single(call.Headers.GetValues("grpc-status"))));
        Assert.Contains("bearer-token-invalid", Assert.Single(call.Headers.GetValues("grpc-message")), StringComparison.Ordinal);
        Assert.Single(gateway.Upstream.All);
    }

    [Fact] // RFC 8705 §3
    public async Task A_token_that_is_bound_to_a_certificate_counts_over_connections_with_it_alone()
    {
        using var authority = new TestAuthority();
        using var owner = CertificateOf(authority);
        using var thief = CertificateOf(authority);
        var (certificate, key) = authority.Issue("localhost");
        await using var gateway = await RunningGateway.StartAsync(
            "listen: { url: https://127.0.0.1:0, certificate: tls.crt, key: tls.key, client-certificates: true }\n" + Secure,
            files: [("tls.crt", certificate), ("tls.key", key), ("ca.crt", authority.Pem), ("local.jwks", JwkWriter.WriteSet([Issuer.Verifier]))]);
        var bound = Token(claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = Base64Url.EncodeToString(SHA256.HashData(owner.RawData)) });

        Assert.Equal(200, await OverTlsAsync(gateway, owner, bound));
        Assert.Equal(401, await OverTlsAsync(gateway, null, bound));
        Assert.Equal(401, await OverTlsAsync(gateway, thief, bound));
        Assert.Equal(200, await OverTlsAsync(gateway, owner, bound));
        Assert.Equal(200, await OverTlsAsync(gateway, null, Token()));
        Assert.All(gateway.Upstream.All, received => Assert.DoesNotContain(received.Fields, field => field.Key.Contains("Client-Cert", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Over_TLS_a_proof_is_for_https()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("localhost");
        var client = AccessToken.NewKey("client");
        await using var gateway = await RunningGateway.StartAsync(
            "listen: { url: https://127.0.0.1:0, certificate: tls.crt, key: tls.key }\n" + Secure,
            files: [("tls.crt", certificate), ("tls.key", key), ("ca.crt", authority.Pem), ("local.jwks", JwkWriter.WriteSet([Issuer.Verifier]))]);
        var token = Token(AccessToken.BoundTo(client));
        var place = $"127.0.0.1:{gateway.Url.Port}/a";

        Assert.Equal(200, await OverTlsAsync(gateway, null, token, AccessToken.Proof(client, token, "https://" + place)));
        Assert.Equal(401, await OverTlsAsync(gateway, null, token, AccessToken.Proof(client, token, "http://" + place)));
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("DPoP abc")]
    public async Task Without_TLS_no_token_is_even_read(string authorization)
    {
        await using var gateway = await StartAsync(Secure);

        var reply = await gateway.GetAsync("/a", "Authorization: " + authorization);

        Assert.Equal((403, "cleartext-transport"), (reply.Status, reply.Reason));
        Assert.Empty(reply.Challenges);
        Assert.Equal((403, "cleartext-transport"), ((await gateway.GetAsync("/a")).Status, (await gateway.GetAsync("/a")).Reason));
    }

    private static Task<RunningGateway> StartAsync(string yaml, EchoUpstream? upstream = null) =>
        RunningGateway.StartAsync(yaml, upstream, ("local.jwks", JwkWriter.WriteSet([Issuer.Verifier])));

    private static string Token(Action<JsonObject>? change = null) => AccessToken.Write("local", Issuer, change);

    private static HttpRequestMessage Call(RunningGateway gateway, string type, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Url, "/Service/Call"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { { "Content-Type", type } } },
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return request;
    }

    /// <summary>A connection of its own, so that the certificate is of this request.</summary>
    private static async Task<int> OverTlsAsync(RunningGateway gateway, X509Certificate2? certificate, string token, string? proof = null)
    {
        using var handler = OutboundHandler.Create(Path.Combine(gateway.Files.Folder, "ca.crt"));
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Url, "/a"));
        request.Headers.TryAddWithoutValidation("Authorization", (proof is null ? "Bearer " : "DPoP ") + token);
        if (proof is not null)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        using var response = await client.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }

    private static X509Certificate2 CertificateOf(TestAuthority authority)
    {
        var (certificate, key) = authority.Issue("client");
        using var ephemeral = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), null);
    }
}
