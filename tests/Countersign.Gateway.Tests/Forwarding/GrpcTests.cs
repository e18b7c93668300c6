using System.Buffers.Binary;
using System.Net;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>gRPC over HTTP/2 without TLS, on both sides of the gateway: messages with a length before them, the status in trailers.</summary>
public sealed class GrpcTests
{
    private const string Yaml = """
        listen: { url: http://127.0.0.1:0, http2-cleartext: true }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - name: all
            access: { any-of: [staff] }
            upstream: { urls: [UPSTREAM], http2-cleartext: true, health: { path: /health, interval: 50ms } }
        """;

    private static readonly string Carl = Credential.Basic("carl", "sha1-user")["Authorization: ".Length..];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_passes_with_its_metadata_and_its_trailers()
    {
        await using var gateway = await StartAsync(context => ReplyAsync(context, "hello ada"));
        using var client = new HttpClient();

        using var response = await CallAsync(client, gateway, "ada", Carl);
        await using var content = await response.Content.ReadAsStreamAsync(Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal("application/grpc", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("hello ada", await MessageAsync(content));
        Assert.Equal(-1, content.ReadByte());
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("kept", Assert.Single(response.TrailingHeaders.GetValues("x-after")));
        var call = gateway.Upstream.All.Single(received => received.Method == "POST");
        Assert.Equal(("trailers", "100m", "carl"), (call.Field("TE"), call.Field("grpc-timeout"), call.Field("X-Forwarded-User")));
        Assert.Null(call.Field("Authorization"));
    }

    [Fact]
    public async Task Messages_of_a_stream_arrive_one_by_one_both_ways()
    {
        await using var gateway = await StartAsync(EchoAsync);
        using var client = new HttpClient();
        var open = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource();

        // Each message is only sent once the answer to the one before it was read: nothing is held back on either way.
        var calling = SendAsync(client, gateway, new PushedContent(open, done.Task), Carl);
        var sending = await open.Task;
        await SendMessageAsync(sending, "one");
        using var response = await calling;
        await using var content = await response.Content.ReadAsStreamAsync(Cancel);
        Assert.Equal("one", await MessageAsync(content));
        foreach (var text in new[] { "two", "three" })
        {
            await SendMessageAsync(sending, text);
            Assert.Equal(text, await MessageAsync(content));
        }

        done.SetResult();
        Assert.Equal(0, await content.ReadAsync(new byte[1], Cancel));
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task A_status_of_the_upstream_in_trailers_alone_passes_as_it_is()
    {
        await using var gateway = await StartAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "no such thing";
            return Task.CompletedTask;
        });
        using var client = new HttpClient();

        using var response = await CallAsync(client, gateway, "ada", Carl);

        Assert.Equal("5", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Equal("no such thing", Assert.Single(response.Headers.GetValues("grpc-message")));
    }

    [Theory]
    [InlineData(null, "credentials-missing")]
    [InlineData("Basic Y2FybDp3cm9uZw==", "basic-wrong-password")]
    public async Task A_call_that_may_not_pass_gets_status_16_in_trailers_alone(string? authorization, string reason)
    {
        await using var gateway = await StartAsync(context => ReplyAsync(context, "secret"));
        using var client = new HttpClient();

        using var response = await CallAsync(client, gateway, "ada", authorization);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("16", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Contains(reason, Assert.Single(response.Headers.GetValues("grpc-message")), StringComparison.Ordinal);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.DoesNotContain(gateway.Upstream.All, received => received.Method == "POST");
    }

    [Theory]
    [InlineData("timeout: 100s", true, "14")]
    [InlineData("timeout: 300ms", false, "4")]
    public async Task A_call_whose_upstream_fails_gets_its_status_in_trailers_alone(string timeout, bool breaksOff, string status)
    {
        await using var gateway = await RunningGateway.StartAsync(
            Yaml.Replace("http2-cleartext: true, health", $"http2-cleartext: true, {timeout}, health", StringComparison.Ordinal),
            await EchoUpstream.StartAsync(FailAsync, HttpProtocols.Http2));
        using var client = new HttpClient();

        using var response = await CallAsync(client, gateway, "ada", Carl);

        Assert.Equal((HttpStatusCode.OK, "application/grpc"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(status, Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Contains(Assert.Single(response.Headers.GetValues("Countersign-Reference")), Assert.Single(response.Headers.GetValues("grpc-message")), StringComparison.Ordinal);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));

        async Task FailAsync(HttpContext context)
        {
            if (breaksOff)
                context.Abort();
            else
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
    }

    [Fact]
    public async Task An_upstream_that_speaks_HTTP2_alone_serves_other_requests_and_health_checks_too()
    {
        await using var gateway = await StartAsync(context => context.Response.WriteAsync(context.Request.Protocol, Cancel));
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Carl);

        Assert.Equal("HTTP/2", await client.GetStringAsync(new Uri(gateway.Url, "/a"), Cancel));
        Assert.True(await Eventually.IsSoAsync(() => gateway.Upstream.All.Any(received => received.Target == "/health")));
    }

    private static async Task<RunningGateway> StartAsync(RequestDelegate upstream) =>
        await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(upstream, HttpProtocols.Http2));

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, RunningGateway gateway, string message, string? authorization) =>
        SendAsync(client, gateway, new ByteArrayContent(Framed(message)), authorization);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, RunningGateway gateway, HttpContent content, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Url, "/greet.Greeter/SayHello"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        request.Headers.Add("grpc-timeout", "100m");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task ReplyAsync(HttpContext context, string message)
    {
        context.Response.ContentType = "application/grpc";
        await MessageAsync(context.Request.Body);
        await context.Response.Body.WriteAsync(Framed(message));
        context.Response.AppendTrailer("grpc-status", "0");
        context.Response.AppendTrailer("x-after", "kept");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        while (await MessageAsync(context.Request.Body) is { } message)
        {
            await context.Response.Body.WriteAsync(Framed(message));
            await context.Response.Body.FlushAsync();
        }

        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task SendMessageAsync(Stream sending, string message)
    {
        await sending.WriteAsync(Framed(message), Cancel);
        await sending.FlushAsync(Cancel);
    }

    private static byte[] Framed(string message)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var frame = new byte[5 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), text.Length);
        text.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>The next message; null at the end.</summary>
    private static async Task<string?> MessageAsync(Stream content)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var head = new byte[5];
        if (await content.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false, patience.Token) < 5)
            return null;
        var text = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await content.ReadExactlyAsync(text, patience.Token);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Content that the test writes while the answer is read.</summary>
    private sealed class PushedContent(TaskCompletionSource<Stream> open, Task done) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            open.SetResult(stream);
            await done;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
