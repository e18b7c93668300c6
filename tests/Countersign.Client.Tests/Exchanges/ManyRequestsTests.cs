using System.Collections.Concurrent;
using System.Net;
using Countersign.Client.Tests.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

/// <summary>Against a real server: many requests at once, other versions of HTTP, and content that waits for leave to go.</summary>
public sealed class ManyRequestsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_hundred_refusals_at_once_are_all_answered(string version)
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await StartAsync(version, context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            return AnswerAsync(context, "Basic YW5uYTpzZWNyZXQ=", "Basic realm=\"r\"");
        });
        var options = new ReauthenticationOptions();
        options.AddBasic(server.Urls.Single(), "anna", new("secret"), basic => basic.AllowCleartext = true);
        using var client = Client(options, version);

        var contents = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => PostAsync(client, server.Urls.Single(), $"content {number}")));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"HTTP/{version[0]} content {number}"), contents);
        Assert.InRange(seen.Count, 101, 200);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_hundred_refusals_at_once_ask_for_one_token(string version)
    {
        await using var server = await StartAsync(version, context => AnswerAsync(context, "Bearer t2", "Bearer error=\"invalid_token\""));
        var grant = new StubGrant(new());
        var options = new ReauthenticationOptions();
        options.AddBearer(server.Urls.Single(), grant, bearer => bearer.AllowCleartext = true);
        using var client = Client(options, version);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => PostAsync(client, server.Urls.Single(), $"content {number}")));

        Assert.Equal(2, grant.Asked); // t1, that all were refused with, and t2
    }

    [Fact]
    public async Task A_request_that_runs_out_of_time_leaves_the_question_for_a_token_alone()
    {
        await using var server = await StartAsync("1.1", context => AnswerAsync(context, "Bearer t1", "Bearer"));
        var grant = new StubGrant(new());
        grant.Hold();
        var options = new ReauthenticationOptions();
        options.AddBearer(server.Urls.Single(), grant, bearer => bearer.AllowCleartext = true);
        using var keyed = new ReauthenticationHandler(options, new SocketsHttpHandler());
        using var hasty = new HttpClient(keyed, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(20) };
        using var patient = new HttpClient(keyed, disposeHandler: false);

        await Assert.ThrowsAsync<TaskCanceledException>(() => hasty.GetAsync(server.Urls.Single(), Cancel));
        var later = patient.GetStringAsync(server.Urls.Single(), Cancel);
        grant.Release();

        Assert.Equal("HTTP/1 ", await later);
        Assert.Equal(1, grant.Asked);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Content_that_waits_for_leave_is_read_once_although_it_is_sent_after_a_refusal(string version)
    {
        await using var server = await StartAsync(version, context => AnswerAsync(context, "Basic YW5uYTpzZWNyZXQ=", "Basic realm=\"r\""));
        var options = new ReauthenticationOptions { CopyLimit = 0 };
        options.AddBasic(server.Urls.Single(), "anna", new("secret"), basic => basic.AllowCleartext = true);
        using var client = Client(options, version, new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Urls.Single())
        {
            Content = new StreamContent(System.IO.Pipelines.PipeReader.Create(new("once"u8.ToArray())).AsStream()),
            Headers = { ExpectContinue = true },
            Version = new(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal($"HTTP/{version[0]} once", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Content_that_was_let_in_before_the_refusal_is_whole_in_the_replay(string version)
    {
        var seen = new ConcurrentQueue<(string Expect, string Content)>();
        await using var server = await StartAsync(version, async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue((context.Request.Headers.Expect.ToString(), await reader.ReadToEndAsync(context.RequestAborted)));
            await AnswerAsync(context, "Basic YW5uYTpzZWNyZXQ=", "Basic realm=\"r\"");
        });
        var options = new ReauthenticationOptions();
        options.AddBasic(server.Urls.Single(), "anna", new("secret"), basic => basic.AllowCleartext = true);
        using var client = Client(options, version, new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var response = await client.PostAsync(server.Urls.Single(), new StreamContent(System.IO.Pipelines.PipeReader.Create(new("once"u8.ToArray())).AsStream()), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([("100-continue", "once"), ("100-continue", "once")], seen);
    }

    [Theory]
    [InlineData(307, "POST", "100-continue", "once")]
    [InlineData(303, "GET", "", "")]
    public async Task Content_that_waits_for_leave_waits_again_where_it_is_sent_on(int status, string method, string expect, string content)
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await StartAsync("1.1", async context =>
        {
            if (context.Request.Path == "/a")
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/b";
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue($"{context.Request.Method} {context.Request.Headers.Expect} {await reader.ReadToEndAsync(context.RequestAborted)}");
        });
        using var client = Client(new(), "1.1", new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var response = await client.PostAsync(server.Urls.Single() + "/a", new StreamContent(System.IO.Pipelines.PipeReader.Create(new("once"u8.ToArray())).AsStream()), Cancel);

        Assert.Equal($"{method} {expect} {content}", Assert.Single(seen));
    }

    private static HttpClient Client(ReauthenticationOptions options, string version, SocketsHttpHandler? inner = null) =>
        new(new ReauthenticationHandler(options, inner ?? new())) { DefaultRequestVersion = new(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static async Task<string> PostAsync(HttpClient client, string url, string content)
    {
        using var response = await client.PostAsync(url, new StringContent(content), Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task AnswerAsync(HttpContext context, string wanted, string challenge)
    {
        if (context.Request.Headers.Authorization != wanted)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = challenge;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        await context.Response.WriteAsync($"HTTP/{context.Request.Protocol[5]} {await reader.ReadToEndAsync(context.RequestAborted)}");
    }

    // Without TLS versions can't share a port.
    private static async Task<WebApplication> StartAsync(string version, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(Cancel);
        return application;
    }
}
