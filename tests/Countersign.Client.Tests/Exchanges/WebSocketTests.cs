using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Countersign.Client.Tests.Proxies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>The handshake of a WebSocket is a request like others (RFC 6455 §4.1): to the origin of http or https, with its credentials.</summary>
public sealed class WebSocketTests
{
    private const string Challenge = "Basic realm=\"r\"";
    private const string Anna = "Basic YW5uYTpzZWNyZXQ=";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_socket_gets_in_by_the_credentials_of_its_origin(string version)
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await StartAsync(version, seen);
        var at = server.Urls.Single();
        using var invoker = Invoker(options => options.AddBasic(at, "anna", new("secret"), basic => basic.AllowCleartext = true));
        using var socket = Socket(version);

        await socket.ConnectAsync(new Uri(at.Replace("http:", "ws:", StringComparison.Ordinal) + "/chat"), invoker, Cancel);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancel);
        var answer = new byte[5];
        await socket.ReceiveAsync(answer, Cancel);

        Assert.Equal("hello"u8.ToArray(), answer);
        Assert.Equal(["", Anna], seen);
    }

    [Fact]
    public async Task A_socket_is_told_why_there_is_no_way_in()
    {
        await using var server = await StartAsync("1.1", []);
        var at = server.Urls.Single();
        using var invoker = Invoker(options => options.AddBasic(at, "anna", new("wrong"), basic => basic.AllowCleartext = true));
        using var socket = Socket("1.1");

        var failed = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(at.Replace("http:", "ws:", StringComparison.Ordinal)), invoker, Cancel));

        Assert.Equal(at, Assert.IsType<AuthenticationFailedException>(failed.InnerException).Origin.ToString());
    }

    [Theory]
    [InlineData("wss://api.example/a", Anna)]
    [InlineData("wss://api.example:443/a", Anna)]
    [InlineData("ws://api.example/a", null)]
    [InlineData("wss://other.example/a", null)]
    public async Task The_origin_of_a_socket_is_that_of_its_handshake(string address, string? shown)
    {
        using var server = new StubServer(_ => new(HttpStatusCode.SwitchingProtocols));
        using var client = server.Client(options => options.AddBasic("https://api.example", "anna", new("secret"), basic => basic.Preemptive = true));

        using var response = await client.GetAsync(address, Cancel);

        var seen = Assert.Single(server.Requests);
        Assert.Equal((new Uri(address), shown), (seen.Target, seen.Authorization));
    }

    [Fact]
    public async Task A_replay_and_a_redirect_of_a_handshake_are_handshakes()
    {
        using var server = new StubServer(seen =>
            seen.Target.AbsolutePath == "/a" ? StubServer.Redirect(307, "/b")
            : seen.Authorization is null ? StubServer.Refusal(Challenge) : new(HttpStatusCode.SwitchingProtocols));
        using var client = server.Client(options => options.AddBasic("https://api.example", "anna", new("secret")));

        using var response = await client.GetAsync("wss://api.example/a", Cancel);

        Assert.Equal([("wss://api.example/a", null), ("wss://api.example/b", null), ("wss://api.example/b", Anna)], server.Requests.Select(seen => (seen.Target.AbsoluteUri, seen.Authorization)));
    }

    [Fact]
    public async Task A_request_that_is_no_handshake_is_not_made_one()
    {
        using var server = new StubServer(_ => StubServer.Redirect(302, "wss://api.example/b"));
        using var client = server.Client(_ => { });

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_socket_goes_through_a_tunnel_and_shows_the_proxy_nothing_of_its_origin()
    {
        await using var server = await StartAsync("1.1", []);
        await using var proxy = StubProxy.Asking(until: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", new Uri(server.Urls.Single()).Port);
        using var invoker = Invoker(options =>
        {
            options.Proxies.Use(proxy.Url);
            options.Proxies.AddBasic(proxy.Url, "Aladdin", new("open sesame"), basic => basic.AllowCleartext = true);
            options.AddBasic("http://chat.test", "anna", new("secret"), basic => basic.AllowCleartext = true);
        });
        using var socket = Socket("1.1");

        await socket.ConnectAsync(new Uri("ws://chat.test/"), invoker, Cancel);

        Assert.All(proxy.Requests, seen => Assert.Equal(("CONNECT", "chat.test:80", null), (seen.Method, seen.Target, seen.Authorization)));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    private static HttpMessageInvoker Invoker(Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions();
        configure(options);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    private static ClientWebSocket Socket(string version) =>
        new() { Options = { HttpVersion = new(version), HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };

    private static async Task<WebApplication> StartAsync(string version, ConcurrentQueue<string> seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(async context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            if (context.Request.Headers.Authorization != Anna)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = Challenge;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var octets = new byte[100];
            var got = await socket.ReceiveAsync(octets, context.RequestAborted);
            await socket.SendAsync(octets.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
        });
        await application.StartAsync(Cancel);
        return application;
    }
}
