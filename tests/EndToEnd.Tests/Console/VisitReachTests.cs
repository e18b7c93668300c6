using System.Net;
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

/// <summary>What the console's own requests reach: nothing of this machine but what was allowed, however an address is written and whoever leads there.</summary>
public sealed class VisitReachTests : IAsyncLifetime
{
    private WebApplication _site = null!;
    private WebApplication _secret = null!;
    private int _asked;

    // Stands for the internet here: it alone is allowed.
    private string Site => $"http://127.0.0.2:{new Uri(_site.Urls.First()).Port}";

    private int SecretPort => new Uri(_secret.Urls.First()).Port;

    public static TheoryData<string> Writings =>
    [
        "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "localhost", "localhost.", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",
    ];

    [Theory]
    [MemberData(nameof(Writings))]
    public async Task It_is_not_asked_by_its_address(string host)
    {
        var recording = await AskAsync($"http://{host}:{SecretPort}/");

        Assert.Equal(0, _asked);

        // A system's resolver need not know names that end in a dot.
        Assert.Contains(host.EndsWith('.') ? "" : "the console may reach the internet and 127.0.0.2/32", Assert.Single(recording.Exchanges).Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writings))]
    public async Task No_redirect_leads_there(string host)
    {
        var recording = await AskAsync($"{Site}/?to={Uri.EscapeDataString($"http://{host}:{SecretPort}/")}");

        Assert.Equal(0, _asked);
        Assert.Equal(302, recording.Exchanges[0].Status);
        Assert.NotNull(recording.Exchanges[^1].Trouble);
    }

    [Theory]
    [InlineData("Browser")]
    [InlineData("Script")]
    [InlineData("Crawler")]
    [InlineData("Program")]
    public async Task Nobody_is_led_there_nor_by_probes(string asker)
    {
        await AskAsync($"{Site}/?to={Uri.EscapeDataString($"http://127.0.0.1:{SecretPort}/")}", Enum.Parse<Asker>(asker), probes: true);

        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task What_is_allowed_is_asked()
    {
        var recording = await AskAsync($"{Site}/?to={Uri.EscapeDataString($"{Site}/end")}");

        Assert.Equal([302, 401], recording.Exchanges.Select(exchange => exchange.Status));
    }

    [Fact]
    public async Task No_proxy_of_the_environment_asks_in_its_place()
    {
        Environment.SetEnvironmentVariable("http_proxy", $"http://127.0.0.1:{SecretPort}");
        try
        {
            Assert.Equal(401, (await AskAsync($"{Site}/end")).Exchanges[^1].Status);
            Assert.Equal(0, _asked);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    public async ValueTask InitializeAsync()
    {
        _site = await ServeAsync("127.0.0.2", context =>
        {
            if (context.Request.Query["to"].ToString() is { Length: > 0 } to && context.Request.Path == "/")
            {
                context.Response.Redirect(to);
                return Task.CompletedTask;
            }

            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"site\"";
            return Task.CompletedTask;
        });
        _secret = await ServeAsync("127.0.0.1", _ =>
        {
            Interlocked.Increment(ref _asked);
            return Task.CompletedTask;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _secret.DisposeAsync();
    }

    private static Task<Recording> AskAsync(string url, Asker asker = Asker.Program, bool probes = false) =>
        new ConsoleVisits(TimeProvider.System).AskAsync(new("GET", new(url)) { As = asker, Probes = probes }, new GuardedNetwork(Reach.Read(["127.0.0.2"])!), TestContext.Current.CancellationToken);

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
