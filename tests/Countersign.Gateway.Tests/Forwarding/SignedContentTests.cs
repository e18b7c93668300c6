using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Digest with qop=auth-int: contents are signed in both directions. All digests are computed here, not by the code under test.</summary>
public sealed class SignedContentTests
{
    private const string Realm = "devices@example.org";
    private const string Cnonce = "0a4f113b";
    private const string Yaml = $$"""
        schemes:
          signed: { type: digest, realm: {{Realm}}, htdigest: devices.htdigest, qop: [auth-int] }
        routes:
          - { name: all, access: { any-of: [signed] }, upstream: UPSTREAM }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public async Task A_signed_content_reaches_the_upstream_whole(int length)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new HttpClient();
        var content = RandomNumberGenerator.GetBytes(length);

        using var answer = await SendAsync(client, gateway, HttpMethod.Put, "/readings?x=1", content, content, chunked: length > 1);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"PUT /readings?x=1 {length}", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("sensor1", gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task A_changed_content_never_reaches_the_upstream()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Post, "/readings", signed: "21 degrees"u8.ToArray(), sent: "99 degrees"u8.ToArray());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("digest-response-wrong", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task A_streamed_answer_is_signed_in_its_trailer()
    {
        using var next = new SemaphoreSlim(0);
        var parts = Enumerable.Range(0, 16).Select(_ => RandomNumberGenerator.GetBytes(1 << 18)).ToArray();
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context => StreamAsync(context, parts, next)));
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/film", [], [], takesTrailers: true);
        Assert.Equal(["Authentication-Info"], answer.Headers.Trailer);
        Assert.False(answer.Headers.Contains("Authentication-Info"));
        using var seen = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[1 << 18];
        foreach (var part in parts)
        {
            // Nothing is held back until the end: each part arrives before the upstream writes the one after it.
            await stream.ReadExactlyAsync(buffer, Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            Assert.Equal(part, buffer);
            seen.AppendData(buffer);
            next.Release();
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, Cancel));
        AssertSigned(answer, Convert.ToHexStringLower(seen.GetHashAndReset()));
    }

    [Fact]
    public async Task An_answer_with_a_known_length_is_signed_in_its_trailer_too()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
        {
            context.Response.ContentLength = 5;
            return context.Response.WriteAsync("hello");
        }));
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/a", [], [], takesTrailers: true);

        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Cancel));
        AssertSigned(answer, Hash("hello"));
    }

    [Fact]
    public async Task An_answer_without_content_is_signed_at_once()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Head, "/a", [], [], takesTrailers: true);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertSigned(answer, Hash(""), answer.Headers);
    }

    [Fact]
    public async Task A_connection_serves_on_after_a_trailer()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });

        for (var turn = 0; turn < 3; turn++)
        {
            using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/a", [], [], takesTrailers: true);
            AssertSigned(answer, Hash(await answer.Content.ReadAsStringAsync(Cancel)));
        }
    }

    [Fact]
    public async Task A_content_that_was_cut_off_is_neither_whole_nor_signed()
    {
        var isUnderWay = new TaskCompletionSource();
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("the first half");
            await context.Response.Body.FlushAsync();
            await isUnderWay.Task;
            context.Abort();
        }));
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/a", [], [], takesTrailers: true);
        isUnderWay.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Empty(answer.TrailingHeaders);
    }

    [Fact]
    public async Task An_upstream_that_is_down_is_a_plain_502()
    {
        var upstream = await EchoUpstream.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(Yaml, upstream);
        using var client = new HttpClient();
        await upstream.DisposeAsync();

        using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/a", [], [], takesTrailers: true);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("Upstream failed", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(answer.Headers.Trailer);
    }

    [Fact]
    public async Task Who_takes_no_trailers_is_sent_none()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        using var client = new HttpClient();

        using var answer = await SendAsync(client, gateway, HttpMethod.Get, "/a", [], []);
        await answer.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(answer.Headers.Trailer);
        Assert.Empty(answer.TrailingHeaders);
        Assert.False(answer.Headers.Contains("Authentication-Info"));
    }

    private static async Task StreamAsync(HttpContext context, byte[][] parts, SemaphoreSlim next)
    {
        foreach (var part in parts)
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await next.WaitAsync(context.RequestAborted);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, RunningGateway gateway, HttpMethod method, string target, byte[] signed, byte[] sent, bool chunked = false, bool takesTrailers = false)
    {
        var nonce = (await Credential.AskedAsync(gateway, target)).Find("nonce");
        var response = Response(nonce!, $"{method}:{target}:{Convert.ToHexStringLower(SHA256.HashData(signed))}");
        using var request = new HttpRequestMessage(method, new Uri(gateway.Url, target));
        request.Headers.TryAddWithoutValidation("Authorization", $"""
            Digest username="sensor1", realm="{Realm}", nonce="{nonce}", uri="{target}", algorithm=SHA-256, qop=auth-int, nc=00000001, cnonce="{Cnonce}", response="{response}"
            """);
        request.Options.Set(Nonce, nonce!);
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        if (takesTrailers)
            request.Headers.TE.Add(new("trailers"));
        if (method != HttpMethod.Get && method != HttpMethod.Head)
            request.Content = new ByteArrayContent(sent);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static HttpRequestOptionsKey<string> Nonce => new("nonce");

    /// <summary>RFC 7616 §3.5: rspauth is the response over an empty method and the content of the answer.</summary>
    private static void AssertSigned(HttpResponseMessage answer, string contentHash, HttpHeaders? fields = null)
    {
        Assert.True(answer.RequestMessage!.Options.TryGetValue(Nonce, out var nonce));
        var info = AuthenticationInfoReader.Read(Assert.Single((fields ?? answer.TrailingHeaders).GetValues("Authentication-Info")));
        var values = info.Params.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        Assert.Equal(Response(nonce, $":{answer.RequestMessage.RequestUri!.PathAndQuery}:{contentHash}"), values["rspauth"]);
        Assert.Equal(("auth-int", Cnonce, "00000001"), (values["qop"], values["cnonce"], values["nc"]));
    }

    private static string Response(string nonce, string a2) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{Hash($"sensor1:{Realm}:s3cret")}:{nonce}:00000001:{Cnonce}:auth-int:{Hash(a2)}"));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
