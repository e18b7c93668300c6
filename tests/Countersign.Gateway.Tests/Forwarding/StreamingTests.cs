using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

public sealed class StreamingTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_WebSocket_passes_once_its_handshake_is_admitted()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(EchoSocketAsync));
        var url = new Uri($"ws://127.0.0.1:{gateway.Url.Port}/chat");
        using var stranger = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(url, Cancel));
        Assert.Empty(gateway.Upstream.All);

        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", Carl["Authorization: ".Length..]);
        await client.ConnectAsync(url, Cancel);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var buffer = new byte[16];
        var answer = await client.ReceiveAsync(buffer, Cancel);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, answer.Count));
        Assert.Equal("carl", gateway.Upstream.Last.Field("X-Forwarded-User"));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
    }

    [Theory] // RFC 8441 §5: its client would take the status for that of an open WebSocket
    [InlineData(200)]
    [InlineData(204)]
    public async Task A_WebSocket_that_the_upstream_did_not_open_is_an_error_of_the_upstream(int status)
    {
        await using var gateway = await RunningGateway.StartAsync(
            "listen: { url: http://127.0.0.1:0, http2-cleartext: true }\nroutes: [{ name: all, access: public, upstream: UPSTREAM }]\n",
            await EchoUpstream.StartAsync(context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            }));
        using var spans = new EndedSpans(gateway);

        Assert.NotEqual(status, await RawHttp2.AskAsync(
            gateway.Url.Port, (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/a"), (":authority", "gateway.test")));
        var server = await spans.FindAsync("http.route", "all");
        var client = await spans.FindAsync(span => span.Kind == ActivityKind.Client);

        Assert.Equal(502, server.GetTagItem("http.response.status_code"));
        Assert.Equal("ResponseHeaders", client.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Events_arrive_one_by_one()
    {
        using var next = new SemaphoreSlim(1);
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context => EventsAsync(context, next)));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Url.Port, Cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(RunningGateway.Written("GET", "/events", Carl)), Cancel);
        using var reader = new StreamReader(stream);

        // Each event is only written once the one before it was seen here.
        for (var i = 0; i < 3; i++)
        {
            await UntilAsync(reader, $"data: {i}");
            next.Release();
        }
    }

    [Fact]
    public async Task A_large_content_passes_without_being_held()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        const int Length = 64 << 20;
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Url, "/upload"));
        request.Headers.TryAddWithoutValidation("Authorization", Carl["Authorization: ".Length..]);
        request.Content = new ByteArrayContent(new byte[Length]);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal($"POST /upload {Length}", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task HEAD_gets_fields_and_no_content()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var admitted = await gateway.AskAsync("HEAD", "/a", Carl);
        var refused = await gateway.AskAsync("HEAD", "/a");

        Assert.Equal((200, "echo", ""), (admitted.Status, admitted.Field("X-Upstream"), admitted.Body));
        Assert.Equal((401, ""), (refused.Status, refused.Body));
        Assert.NotEqual("0", refused.Field("Content-Length"));
        Assert.Equal("HEAD", gateway.Upstream.Last.Method);
    }

    [Fact]
    public async Task A_refused_request_is_not_asked_for_its_content()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        using var refused = await ExpectAsync(gateway);
        using var admitted = await ExpectAsync(gateway, Carl);

        Assert.Equal("HTTP/1.1 401 Unauthorized", await refused.ReadLineAsync(Cancel));
        Assert.Equal("HTTP/1.1 100 Continue", await admitted.ReadLineAsync(Cancel));
        await admitted.BaseStream.WriteAsync("hello"u8.ToArray(), Cancel);
        Assert.Contains("POST /a 5", await admitted.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<StreamReader> ExpectAsync(RunningGateway gateway, params string[] fields)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", gateway.Url.Port, Cancel);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(RunningGateway.Written("POST", "/a", [.. fields, "Expect: 100-continue", "Content-Length: 5"])), Cancel);
        return new StreamReader(stream);
    }

    internal static async Task EchoSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task EventsAsync(HttpContext context, SemaphoreSlim next)
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < 3; i++)
        {
            await next.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync($"data: {i}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task UntilAsync(StreamReader reader, string line)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (await reader.ReadLineAsync(patience.Token) is { } read)
        {
            if (read == line)
                return;
        }

        Assert.Fail($"the stream ended before {line}");
    }
}
