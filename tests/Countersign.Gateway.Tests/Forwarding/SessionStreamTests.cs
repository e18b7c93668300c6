using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>What goes on in a session ends with it.</summary>
public sealed class SessionStreamTests
{
    private const string Yaml = """
        sign-in: {}
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("revoked")]
    [InlineData("signed out")]
    [InlineData("user switched off")]
    public async Task A_WebSocket_ends_with_its_session(string how)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(StreamingTests.EchoSocketAsync));
        var (ended, other) = (await gateway.SignInAsync(), await gateway.SignInAsync("bob"));
        using var socket = await OpenAsync(gateway, ended.Cookie());
        using var another = await OpenAsync(gateway, other.Cookie());
        Assert.Equal("hello", await EchoAsync(socket));
        var waiting = socket.ReceiveAsync(new byte[16], Cancel);

        var services = gateway.Host.Services;
        _ = how switch
        {
            "revoked" => await services.Sessions.RevokeAsync(ended.Handle, Cancel),
            "signed out" => await services.Sessions.EndAsync(ended.Id.Reveal(), Cancel) is not null,
            _ => services.Users.SetDisabled("alice", true),
        };

        await Assert.ThrowsAsync<WebSocketException>(() => waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal("hello", await EchoAsync(another));
        await another.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
    }

    [Fact]
    public async Task A_stream_of_events_ends_with_its_session_and_does_not_look_whole()
    {
        var left = new TaskCompletionSource();
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context => EventsAsync(context, left)));
        var session = await gateway.SignInAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Url.Port, Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(RunningGateway.Written("GET", "/events", session.Cookie())), Cancel);
        using var reader = new StreamReader(client.GetStream());
        while (await reader.ReadLineAsync(Cancel) is { } line && line != "data: 1")
        {
        }

        await gateway.Host.Services.Sessions.RevokeAsync(session.Handle, Cancel);

        await left.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.DoesNotContain("\r\n0\r\n", await RestAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_waits_for_its_upstream_ends_with_its_session_too()
    {
        var left = new TaskCompletionSource();
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context => ForeverAsync(context, left)));
        var session = await gateway.SignInAsync();
        var asking = gateway.GetAsync("/slow", session.Cookie());
        Assert.True(await Eventually.IsSoAsync(() => gateway.Upstream.All.Count == 1));

        await gateway.Host.Services.Sessions.RevokeAsync(session.Handle, Cancel);

        await left.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(0, await asking.ContinueWith(asked => asked.IsCompletedSuccessfully ? asked.Result.Status : 0, TaskScheduler.Default));
    }

    private static async Task<ClientWebSocket> OpenAsync(RunningGateway gateway, string cookie)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie["Cookie: ".Length..]);
        socket.Options.SetRequestHeader("Origin", $"http://127.0.0.1:{gateway.Url.Port}");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Url.Port}/chat"), Cancel);
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket)
    {
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var buffer = new byte[16];
        var answer = await socket.ReceiveAsync(buffer, Cancel);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }

    private static async Task EventsAsync(HttpContext context, TaskCompletionSource left)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: 1\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await ForeverAsync(context, left);
    }

    private static async Task ForeverAsync(HttpContext context, TaskCompletionSource left)
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        left.TrySetResult();
    }

    private static async Task<string> RestAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadToEndAsync(Cancel);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
