using System.Net;
using System.Text;
using Xunit;

namespace Countersign.Client.Tests.Framework;

/// <summary>How .NET 10 sends and sends again: why the handler counts nonces, follows redirects and keeps content itself.</summary>
public sealed class SendingTests
{
    private static readonly NetworkCredential Anna = new("anna", "secret");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_digest_asks_for_a_challenge_before_every_request_and_counts_no_nonce(bool preAuthenticate)
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"") : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = Anna, PreAuthenticate = preAuthenticate });

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(server.Url, Cancel);

        Assert.Equal(6, server.Messages.Count);
        Assert.All(server.Messages.Where(message => message.Authorization is not null), message => Assert.Contains("nc=00000001", message.Authorization, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 3)]
    public async Task Its_basic_is_sent_unasked_where_that_is_said(bool preAuthenticate, int sendings)
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized("Basic realm=\"r\"") : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = Anna, PreAuthenticate = preAuthenticate });

        await client.GetStringAsync(server.Url, Cancel);
        await client.GetStringAsync(server.Url, Cancel);

        Assert.Equal(sendings, server.Messages.Count);
    }

    [Fact]
    public async Task Its_redirects_carry_an_api_key_to_another_origin_and_drop_authorization_alone()
    {
        await using var other = new RawServer(_ => RawReply.Ok());
        await using var server = new RawServer(_ => RawReply.Redirect("302 Found", other.Url.ToString()));
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.Add("X-API-Key", "k1");
        request.Headers.Add("DPoP", "proof");
        request.Headers.Authorization = new("Bearer", "t1");

        using var response = await client.SendAsync(request, Cancel);

        var seen = Assert.Single(other.Messages);
        Assert.Equal(("k1", "proof", null), (seen.Field("X-API-Key"), seen.Field("DPoP"), seen.Authorization));
    }

    [Fact]
    public async Task Its_redirects_rewrite_the_callers_message()
    {
        await using var server = new RawServer(message => message.Method == "POST" ? RawReply.Redirect("302 Found", "/elsewhere") : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new StringContent("content") };

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(("/elsewhere", HttpMethod.Get, null), (request.RequestUri!.AbsolutePath, request.Method, request.Content));
    }

    [Fact]
    public async Task A_proxy_that_refuses_a_tunnel_is_an_exception_without_its_challenge()
    {
        await using var proxy = new RawServer(_ => RawReply.Of("407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic realm=\"proxy\""));
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Url) });

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://api.example/", Cancel));

        Assert.Equal((HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired), (failed.HttpRequestError, failed.StatusCode ?? HttpStatusCode.ProxyAuthenticationRequired));
        Assert.DoesNotContain("realm", failed.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("CONNECT ", Assert.Single(proxy.Messages).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_content_goes_again_by_itself_when_a_kept_connection_turns_out_closed()
    {
        await using var server = new RawServer(message => message is { Connection: 0, Line: "GET /second HTTP/1.1" } ? new(null) : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler());

        await client.GetStringAsync(server.Url, Cancel);
        await client.GetStringAsync(new Uri(server.Url, "/second"), Cancel);

        Assert.Equal([0, 0, 1], server.Messages.Select(message => message.Connection));
    }

    [Fact]
    public async Task Content_that_has_begun_to_go_out_does_not_go_again_when_a_kept_connection_turns_out_closed()
    {
        await using var server = new RawServer(message => message.Method == "POST" ? new(null) : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler());
        await client.GetStringAsync(server.Url, Cancel);
        using var content = new CountedContent();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(server.Url, content, Cancel));

        Assert.Equal(1, content.Reads);
    }

    [Fact]
    public async Task Content_that_can_be_read_once_makes_its_own_replay_fail()
    {
        await using var server = new RawServer(message => message.Authorization is null ? RawReply.Unauthorized("Basic realm=\"r\"") : RawReply.Ok());
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = Anna });
        using var content = new StreamContent(System.IO.Pipelines.PipeReader.Create(new(Encoding.ASCII.GetBytes("content"))).AsStream());

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => client.PostAsync(server.Url, content, Cancel));

        Assert.True(failed is InvalidOperationException or HttpRequestException, failed.ToString());
    }

    [Fact]
    public async Task A_refusal_in_spite_of_credentials_is_a_401_that_says_nothing()
    {
        await using var server = new RawServer(_ => RawReply.Unauthorized("Basic realm=\"r\""));
        using var client = new HttpClient(new SocketsHttpHandler { Credentials = Anna });

        using var response = await client.GetAsync(server.Url, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, server.Messages.Count);
    }

    private sealed class CountedContent : HttpContent
    {
        public int Reads { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Reads++;
            return stream.WriteAsync(Encoding.ASCII.GetBytes("content")).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 7;
            return true;
        }
    }
}
