using System.Net;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>What the framework does by itself, for which the way through proxies is taken from it.</summary>
public sealed class FrameworkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_hides_what_a_proxy_asks_for()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Url) });

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal((HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired), (failed.HttpRequestError, failed.StatusCode));
        Assert.Null(failed.InnerException);
        Assert.DoesNotContain("Basic", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_sends_into_the_tunnel_what_the_caller_means_for_the_proxy()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var proxy = new StubProxy(_ => StubProxy.Open, origin.Port);
        var sockets = origin.Sockets();
        sockets.Proxy = new WebProxy(proxy.Url);
        using var client = new HttpClient(sockets);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Proxy-Authorization", "Basic mine");

        await client.GetStringAsync(SecureOrigin.Url, Cancel);

        Assert.Equal("Basic mine", Assert.Single(origin.Requests).Field("Proxy-Authorization"));
    }

    [Fact]
    public async Task It_puts_an_exception_around_that_of_a_connection()
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, _) => throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "mine") });

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(HttpRequestError.ConnectionError, failed.HttpRequestError);
        Assert.Equal("mine", Assert.IsType<HttpRequestException>(failed.InnerException).Message);
    }
}
