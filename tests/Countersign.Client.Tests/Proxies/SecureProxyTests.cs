using Countersign.TestKit;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>A proxy that is spoken to over TLS.</summary>
public sealed class SecureProxyTests : IDisposable
{
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

    private readonly TestAuthority _authority = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Gets_a_password_without_further_ado_in_requests_for_http()
    {
        using var certificate = SecureOrigin.Certificate(_authority, "localhost");
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Answer(200) : StubProxy.Refusal(StubProxy.Basic), certificate: certificate);
        using var client = Client(proxy);

        Assert.Equal("ok", await client.GetStringAsync("http://files.test/a", Cancel));

        Assert.Equal([null, Aladdin], proxy.Requests.Select(seen => seen.ProxyAuthorization));
    }

    [Fact]
    public async Task Gets_a_password_without_further_ado_for_a_tunnel()
    {
        using var certificate = SecureOrigin.Certificate(_authority, "localhost");
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Answer(403) : StubProxy.Refusal(StubProxy.Basic), certificate: certificate);
        using var client = Client(proxy);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(403, (int)failed.StatusCode!);
        Assert.Equal([null, Aladdin], proxy.Requests.Select(seen => seen.ProxyAuthorization));
    }

    [Fact]
    public async Task Opens_a_tunnel_of_tls_within_tls()
    {
        await using var origin = await SecureOrigin.StartAsync();
        using var certificate = origin.Certificate("localhost");
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Open : StubProxy.Refusal(StubProxy.Basic), origin.Port, certificate);
        using var client = origin.Client(proxy, options => options.Proxies.AddBasic(proxy.Url, "Aladdin", new("open sesame")));

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));

        Assert.Equal([null, Aladdin], proxy.Requests.Select(seen => seen.ProxyAuthorization));
        Assert.Null(Assert.Single(origin.Requests).Field("Proxy-Authorization"));
    }

    [Fact]
    public async Task Is_not_trusted_by_the_name_of_the_origin()
    {
        using var certificate = SecureOrigin.Certificate(_authority, "origin.test");
        await using var proxy = new StubProxy(_ => StubProxy.Answer(200), certificate: certificate);
        using var client = Client(proxy);

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(HttpRequestError.ProxyTunnelError, failed.HttpRequestError);
        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [InlineData("http://files.test/a")]
    [InlineData(SecureOrigin.Url)]
    public async Task Is_not_shown_the_certificate_by_which_origins_know_the_client(string target)
    {
        using var certificate = SecureOrigin.Certificate(_authority, "localhost");
        using var own = SecureOrigin.Certificate(_authority, "client");
        await using var proxy = new StubProxy(seen => seen.Method == "CONNECT" ? StubProxy.Answer(403) : StubProxy.Answer(200), certificate: certificate);
        using var sockets = SecureOrigin.Sockets(_authority);
        sockets.SslOptions.ClientCertificates = [own];
        sockets.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        using var client = Client(proxy, sockets);

        await Record.ExceptionAsync(() => client.GetStringAsync(target, Cancel));

        Assert.NotEmpty(proxy.Requests);
        Assert.Null(proxy.ClientCertificate);
    }

    [Fact]
    public async Task Is_not_trusted_by_the_name_of_an_origin_for_http()
    {
        using var certificate = SecureOrigin.Certificate(_authority, "files.test");
        await using var proxy = new StubProxy(_ => StubProxy.Answer(200), certificate: certificate);
        using var client = Client(proxy);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://files.test/a", Cancel));

        Assert.Empty(proxy.Requests);
    }

    private HttpClient Client(StubProxy proxy, SocketsHttpHandler? sockets = null)
    {
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        options.Proxies.AddBasic(proxy.Url, "Aladdin", new("open sesame"));
        return new(new ReauthenticationHandler(options, sockets ?? SecureOrigin.Sockets(_authority)));
    }
}
