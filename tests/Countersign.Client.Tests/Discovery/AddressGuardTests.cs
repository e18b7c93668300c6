using System.Net;
using System.Net.Sockets;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>Where a name leads is judged when the connection is made.</summary>
public sealed class AddressGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Does_not_connect_to_where_a_name_leads_secretly(string address)
    {
        using var channel = Guard(_ => [IPAddress.Parse(address)]).Channel();

        var fetched = await new DocumentFetch(channel, TimeProvider.System).GetAsync(new("https://public.example/metadata"), Cancel);

        Assert.Equal(Failures.FailureReason.UnsafeAddress, fetched.Failure!.Reason);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://[::ffff:127.0.0.1]:1/")]
    [InlineData("https://[::1%251]:1/")]
    [InlineData("https://[fe80::1%251]:1/")]
    [InlineData("https://[fd00:ec2::254%251]:1/")]
    [InlineData("https://2130706433:1/")]
    [InlineData("https://0x7f.1:1/")]
    [InlineData("https://0177.0.0.1:1/")]
    [InlineData("https://\uff11\uff12\uff17.0.0.1:1/")]
    public async Task Does_not_connect_to_an_address_that_is_written_out(string address)
    {
        using var channel = Guard(_ => throw new InvalidOperationException("There is no name.")).Channel();

        var fetched = await new DocumentFetch(channel, TimeProvider.System).GetAsync(new(address), Cancel);

        Assert.Equal(Failures.FailureReason.UnsafeAddress, fetched.Failure!.Reason);
    }

    [Fact]
    public async Task Judges_a_name_anew_for_each_connection()
    {
        // Rebinding: looked at first it was harmless, connected to it is not.
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = 0;
        using var channel = Guard(_ => asked++ == 0 ? [IPAddress.Parse("192.0.2.1")] : [IPAddress.Loopback], allowsPrivate: false).Channel();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://public.example:{((IPEndPoint)server.LocalEndpoint).Port}/");
        using var again = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);

        var first = await channel.SendAsync(request, Cancel);
        var second = await channel.SendAsync(again, Cancel);

        Assert.IsType<UnsafeAddressException>(first.Cause!.InnerException ?? first.Cause);
        Assert.IsType<UnsafeAddressException>(second.Cause!.InnerException ?? second.Cause);
        Assert.False(server.Pending());
    }

    [Fact]
    public async Task Connects_to_the_addresses_that_are_allowed_among_those_of_a_name()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = AnswerAsync(server);
        using var channel = Guard(_ => [IPAddress.Parse("169.254.169.254"), IPAddress.Loopback], allowsLoopback: true).Channel();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://local.example:{((IPEndPoint)server.LocalEndpoint).Port}/");

        var answer = await channel.SendAsync(request, Cancel);

        Assert.Equal(204, answer.Status);
    }

    [Theory]
    [InlineData("https://api.example", "https://10.0.0.1/", false)]
    [InlineData("https://10.0.0.9", "https://10.0.0.1/", true)]
    [InlineData("https://10.0.0.9", "https://127.0.0.1/", false)]
    [InlineData("https://10.0.0.9", "https://169.254.169.254/", false)]
    [InlineData("http://localhost:8080", "http://127.0.0.1:9/", true)]
    [InlineData("http://localhost:8080", "http://api.example/", false)]
    [InlineData("http://localhost:8080", "http://10.0.0.1/", false)]
    [InlineData("https://api.example", "https://api.example./", true)]
    public void Lets_an_origin_of_a_network_lead_within_it(string origin, string address, bool follows) =>
        Assert.Equal(follows, new UrlGuard(Origin.Parse(origin), allowsPrivate: false).Read(address, "it").Url is not null);

    [Theory]
    [InlineData("https://10.0.0.1/", true)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://169.254.169.254/", false)]
    public void Leads_into_private_networks_where_that_is_allowed(string address, bool follows) =>
        Assert.Equal(follows, new UrlGuard(Origin.Parse("https://api.example"), allowsPrivate: true).Read(address, "it").Url is not null);

    [Theory]
    [InlineData("https://\u0378.de/")]
    [InlineData("https://xn--\u00fc.de/")]
    [InlineData("https://a\u200db.de/")]
    public void Reads_no_host_that_has_no_form_in_ASCII(string address) =>
        Assert.Equal(FailureReason.DiscoveryFailed, new UrlGuard(Origin.Parse("https://api.example"), allowsPrivate: false).Read(address, "it").Failure?.Reason);

    private static AddressGuard Guard(Func<string, IPAddress[]> resolve, bool allowsPrivate = false, bool allowsLoopback = false) =>
        new(allowsPrivate, allowsLoopback, (host, _) => Task.FromResult(resolve(host)));

    private static async Task AnswerAsync(TcpListener server)
    {
        using var client = await server.AcceptTcpClientAsync(Cancel);
        var stream = client.GetStream();
        _ = await stream.ReadAtLeastAsync(new byte[1024], 16, cancellationToken: Cancel);
        await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), Cancel);
    }
}
