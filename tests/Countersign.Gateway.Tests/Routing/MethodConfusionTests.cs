using System.Net.WebSockets;
using Countersign.Gateway.Tests.Forwarding;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Routing;

/// <summary>Rules by method, and requests whose method one reader takes for another's.</summary>
public sealed class MethodConfusionTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - name: guarded
            match: { path: /api/**, methods: [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS] }
            access: { any-of: [staff] }
            upstream: UPSTREAM
          - { name: open, match: { path: /api/** }, access: public, upstream: UPSTREAM }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delete")]
    [InlineData("Delete")]
    [InlineData("pUt")]
    [InlineData("get")]
    [InlineData("Head")]
    [InlineData("oPTIONS")]
    [InlineData("query")]
    public async Task A_method_that_libraries_would_fold_is_not_forwarded(string method)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.AskAsync(method, "/api/a");

        Assert.Equal((400, "request-ambiguous"), (reply.Status, reply.Reason));
        Assert.Empty(gateway.Upstream.All);
    }

    [Theory]
    [InlineData("PROPFIND")]
    [InlineData("propfind")]
    [InlineData("QUERY")]
    public async Task A_method_of_its_own_goes_on_as_it_came(string method)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        await gateway.AskAsync(method, "/api/a");

        Assert.Equal(method, gateway.Upstream.Last.Method);
    }

    [Fact] // RFC 8441 §5
    public async Task A_WebSocket_over_HTTP_2_is_matched_as_the_GET_that_it_becomes()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "listen: { url: http://127.0.0.1:0, http2-cleartext: true }\n" + Yaml, await EchoUpstream.StartAsync(StreamingTests.EchoSocketAsync));
        var url = new Uri($"ws://127.0.0.1:{gateway.Url.Port}/api/chat");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        using var stranger = Client();
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(url, invoker, Cancel));
        Assert.Empty(gateway.Upstream.All);

        using var known = Client();
        known.Options.SetRequestHeader("Authorization", Credential.Basic("carl", "sha1-user")["Authorization: ".Length..]);
        await known.ConnectAsync(url, invoker, Cancel);
        await known.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var buffer = new byte[16];
        Assert.Equal(5, (await known.ReceiveAsync(buffer, Cancel)).Count);
        Assert.Equal("carl", gateway.Upstream.Last.Field("X-Forwarded-User"));
        await known.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

        static ClientWebSocket Client()
        {
            var client = new ClientWebSocket();
            client.Options.HttpVersion = new(2, 0);
            client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return client;
        }
    }
}
