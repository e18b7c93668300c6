using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Countersign.Cli.Consoles;
using Countersign.Inspector.Exchanges;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>What a server can't do to whoever asks it from the console: make it take in without end, or have it carry elsewhere what was meant for one origin.</summary>
public sealed class VisitBoundsTests : IAsyncLifetime
{
    // Systems take in some megabytes on the way before anybody reads them.
    private const int FarTooMuch = 256;

    private readonly ConcurrentQueue<Dictionary<string, string>> _elsewhere = new();
    private readonly TcpListener _endless = new(IPAddress.Parse("127.0.0.4"), 0);
    private WebApplication _site = null!;
    private WebApplication _other = null!;
    private int _megabytes;

    [Fact]
    public async Task Of_a_content_without_an_end_no_answer_is_read_further_than_it_is_kept()
    {
        var recording = await AskAsync(new("GET", new($"http://{_endless.LocalEndpoint}/")) { Times = 3 });

        Assert.Equal([200, 200, 200], recording.Exchanges.Select(exchange => exchange.Status));
        Assert.InRange(_megabytes, 1, FarTooMuch - 1);
    }

    [Fact]
    public async Task No_redirect_carries_to_another_origin_what_is_for_the_first_alone()
    {
        await AskAsync(new("GET", new($"{_site.Urls.First()}/away"))
        {
            Fields = [("X-Gitlab-Token", "hush-hush"), ("X-Tenant", "hush-hush-too"), ("X-Trace", "1")],
            OwnFields = ["X-Tenant"],
        });

        var arrived = Assert.Single(_elsewhere);
        Assert.Equal("1", arrived["X-Trace"]);
        Assert.DoesNotContain("X-Gitlab-Token", arrived.Keys);
        Assert.DoesNotContain("X-Tenant", arrived.Keys);
    }

    [Fact]
    public async Task A_secret_that_stands_in_a_field_is_hidden_wherever_it_comes_back()
    {
        var recording = await AskAsync(new("GET", new($"{_site.Urls.First()}/echo")) { Fields = [("X-Tenant", "hush-hush")], Secrets = [new("hush-hush")] });

        var exchange = Assert.Single(recording.Exchanges);
        Assert.Equal("***", exchange.Request!.Fields.First("X-Tenant"));
        Assert.Equal("you said ***", exchange.Response!.Content.Text);
    }

    public async ValueTask InitializeAsync()
    {
        _endless.Start();
        _ = ServeEndlesslyAsync();
        _other = await ServeAsync("127.0.0.3", context =>
        {
            _elsewhere.Enqueue(context.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            return Task.CompletedTask;
        });
        _site = await ServeAsync("127.0.0.2", context => context.Request.Path.Value switch
        {
            "/away" => AwayAsync(context),
            "/echo" => context.Response.WriteAsync($"you said {context.Request.Headers["X-Tenant"]}", context.RequestAborted),
            _ => Task.CompletedTask,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _endless.Dispose();
        await _site.DisposeAsync();
        await _other.DisposeAsync();
    }

    private Task AwayAsync(HttpContext context)
    {
        context.Response.Redirect($"{_other.Urls.First()}/");
        return Task.CompletedTask;
    }

    // One answer after the other, each until the client has gone.
    private async Task ServeEndlesslyAsync()
    {
        var much = new byte[1024 * 1024];
        while (_megabytes < FarTooMuch)
        {
            try
            {
                using var client = await _endless.AcceptSocketAsync();
                await client.ReceiveAsync(much.AsMemory());
                await client.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray().AsMemory());
                for (; _megabytes < FarTooMuch; _megabytes++)
                    await client.SendAsync(much.AsMemory());
            }
            catch (SocketException)
            {
                // It takes no more.
            }
            catch (InvalidOperationException)
            {
                return;
            }
        }
    }

    private static Task<Recording> AskAsync(VisitOrder order) =>
        new ConsoleVisits(TimeProvider.System).AskAsync(order, new GuardedNetwork(Reach.Read(["127.0.0.0/8"])!), TestContext.Current.CancellationToken);

    private static async Task<WebApplication> ServeAsync(string address, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), 0));
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
