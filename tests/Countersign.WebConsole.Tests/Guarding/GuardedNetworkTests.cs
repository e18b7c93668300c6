using System.Net;
using System.Net.Sockets;
using Countersign.Client.Discovery;
using Xunit;

namespace Countersign.WebConsole.Guarding;

public sealed class GuardedNetworkTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("localhost")]
    [InlineData("169.254.169.254")]
    public async Task No_writing_of_an_address_within_leads_there(string host)
    {
        using var http = new HttpClient(new GuardedNetwork(Reach.Internet).Handler());

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{host}:9/"), TestContext.Current.CancellationToken));

        Assert.IsType<UnsafeAddressException>(failed.InnerException);
    }

    [Theory]
    [InlineData("localhost.")]
    [InlineData("api.example.org")]
    [InlineData("api.example.org.")]
    public async Task A_name_is_judged_by_what_it_leads_to(string host)
    {
        var network = new GuardedNetwork(Reach.Internet, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.1.2.3")]));

        var refused = await Assert.ThrowsAsync<UnsafeAddressException>(() => network.ConnectAsync(new(host, 80), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal($"{host} is not asked: the console may reach the internet, and --allow adds to that", refused.Message);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_only_addresses_that_were_looked_at_are_connected_to()
    {
        using var allowed = Listen("127.0.0.2");
        using var forbidden = Listen("127.0.0.1", Port(allowed));
        var asked = 0;
        var network = new GuardedNetwork(Reach.Read(["127.0.0.2"])!, (_, _) =>
        {
            // A name that leads elsewhere the second time.
            asked++;
            return Task.FromResult(asked == 1 ? [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")] : (IPAddress[])[IPAddress.Loopback]);
        });

        await using var connection = await network.ConnectAsync(new("rebinding.example", Port(allowed)), TestContext.Current.CancellationToken);

        Assert.Equal(1, asked);
        Assert.True(allowed.Pending());
        Assert.False(forbidden.Pending());
        await Assert.ThrowsAsync<UnsafeAddressException>(() => network.ConnectAsync(new("rebinding.example", Port(allowed)), TestContext.Current.CancellationToken).AsTask());
        Assert.False(forbidden.Pending());
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static TcpListener Listen(string address, int port = 0)
    {
        var listener = new TcpListener(IPAddress.Parse(address), port);
        listener.Start();
        return listener;
    }
}
