using System.Net;
using System.Text.Json;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The ways in which the simulator listens.</summary>
public sealed class HostingTests(HostedSimulator simulator) : IClassFixture<HostedSimulator>
{
    [Theory]
    [InlineData(true, 2, 0)]
    [InlineData(true, 1, 1)]
    [InlineData(false, 2, 0)]
    [InlineData(false, 1, 1)]
    public async Task Speaks_HTTP_of_both_versions_on_each_port(bool isTls, int major, int minor)
    {
        var server = simulator.Server;
        var url = isTls ? server.TlsUrl! : server.Url;
        using var http = simulator.Client();
        http.DefaultRequestVersion = new(major, minor);
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        var answer = await http.GetAsync(new Uri(url, "/get"), TestContext.Current.CancellationToken);
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(new Version(major, minor), answer.Version);
        Assert.Equal($"{url}get", said.GetProperty("url").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(url, "/sim/401/basic"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Has_a_certificate_for_every_name()
    {
        using var http = simulator.Client();
        var port = simulator.Server.TlsUrl!.Port;

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"https://localhost:{port}/get"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Gives_out_the_certificate_to_trust()
    {
        using var http = simulator.Client();
        var answer = await http.GetAsync(new Uri(simulator.Server.Url, "/authority.pem"), TestContext.Current.CancellationToken);

        Assert.Equal(simulator.Server.AuthorityPem + "\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("PRIVATE", simulator.Server.AuthorityPem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_neither_certificate_nor_proxy_where_nobody_asks_for_them()
    {
        await using var server = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        using var http = new HttpClient();

        Assert.Null(server.AuthorityPem);
        Assert.Null(server.TlsUrl);
        Assert.Null(server.ProxyUrl);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(server.Url, "/authority.pem"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Keeps_its_authority_in_a_file_where_it_is_told_to()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("countersign-").FullName, "authority.pem");
        var options = new SimulatorOptions { TlsListen = new(IPAddress.Loopback, 0), AuthorityKey = file };
        string? first;
        await using (var server = await SimulatedServer.StartAsync(options, TestContext.Current.CancellationToken))
            first = server.AuthorityPem;
        await using var second = await SimulatedServer.StartAsync(options, TestContext.Current.CancellationToken);

        Assert.Equal(first, second.AuthorityPem);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
