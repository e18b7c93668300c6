using System.Net;
using System.Net.Sockets;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A star and a plus stand for every address of the machine.</summary>
public sealed class EveryAddressTests
{
    private const string Routes = "routes:\n  - { name: all, access: public, upstream: UPSTREAM }\n";

    [Theory]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://0.0.0.0:0")]
    public async Task Requests_are_taken_on_every_address(string listen)
    {
        await using var gateway = await RunningGateway.StartAsync($"listen: {listen}\n" + Routes);

        Assert.Equal(200, (await gateway.GetAsync("/a")).Status);
    }

    [Fact]
    public async Task A_star_takes_addresses_of_IPv6_as_well()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "there is no IPv6 here");
        await using var gateway = await RunningGateway.StartAsync("listen: http://*:0\n" + Routes);
        using var client = new TcpClient(AddressFamily.InterNetworkV6);

        await client.ConnectAsync(IPAddress.IPv6Loopback, gateway.Url.Port, TestContext.Current.CancellationToken);

        Assert.True(client.Connected);
    }

    [Fact]
    public async Task The_admin_listener_may_have_it_too()
    {
        using var files = new Fixtures();
        var file = files.Write($"listen: http://127.0.0.1:0\nadmin: http://*:0\nstore: sqlite:./countersign.db\n{Routes}".Replace("UPSTREAM", "http://127.0.0.1:1", StringComparison.Ordinal));
        await using var log = new LogLines();
        await using var host = await GatewayHost.StartAsync(ConfigurationReader.Read(file, _ => null).Configuration!, log, TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        var port = new Uri(host.AdminAddress!).Port;
        Assert.Equal("ok\n", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/.countersign/health/live"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_free_port_of_localhost_is_one_of_IPv4()
    {
        using var files = new Fixtures();
        var file = files.Write("listen: http://localhost:0\nadmin: http://localhost:0\nstore: sqlite:./countersign.db\nroutes:\n  - { name: all, access: deny }\n");
        await using var log = new LogLines();
        await using var host = await GatewayHost.StartAsync(ConfigurationReader.Read(file, _ => null).Configuration!, log, TestContext.Current.CancellationToken);

        foreach (var address in host.Addresses.Append(host.AdminAddress))
        {
            Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, new Uri(address!).Port, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("http://*:8080", "http://0.0.0.0:8080")]
    [InlineData("http://+:8080", "http://[::]:8080")]
    public void Is_not_given_twice(string listen, string admin)
    {
        using var files = new Fixtures();
        var file = files.Write($"listen: {listen}\nadmin: {admin}\nroutes:\n  - {{ name: all, access: deny }}\n");

        Assert.Equal("same-address", Assert.Single(ConfigurationReader.Read(file, _ => null).Problems).Code);
    }
}
