using Countersign.Client.Proxies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

public sealed class ProxyOptionsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://files.test/", "http://one.test:3128", "http_proxy=http://one.test:3128", "https_proxy=two.test:8080")]
    [InlineData("https://files.test/", "http://two.test:8080", "http_proxy=http://one.test:3128", "https_proxy=two.test:8080")]
    [InlineData("wss://files.test/", "http://two.test:8080", "HTTPS_PROXY=two.test:8080")]
    [InlineData("http://files.test/", "https://one.test", "HTTP_PROXY=https://one.test")]
    [InlineData("http://files.test/", null, "HTTP_PROXY=https://one.test", "REQUEST_METHOD=GET")]
    [InlineData("https://files.test/", "http://all.test", "ALL_PROXY=http://all.test", "http_proxy=http://one.test")]
    [InlineData("https://files.test/", null, "http_proxy=http://one.test")]
    [InlineData("http://files.test/", null, "http_proxy=")]
    [InlineData("http://files.test/", null, "http_proxy=http://one.test", "no_proxy=localhost, files.test")]
    public void Takes_proxies_from_the_environment(string target, string? proxy, params string[] variables)
    {
        var options = new ProxyOptions();
        var environment = variables.Select(each => each.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        options.UseEnvironment(environment.GetValueOrDefault);

        Assert.Equal(proxy, options.Routes.For(new(target))?.ToString());
    }

    [Theory]
    [InlineData("files.test", "http://files.test/", true)]
    [InlineData("files.test", "http://a.FILES.test/", true)]
    [InlineData(".files.test", "http://files.test/", true)]
    [InlineData("*.files.test", "http://a.files.test/", true)]
    [InlineData("files.test", "http://profiles.test/", false)]
    [InlineData("files.test", "http://files.test.evil.test/", false)]
    [InlineData("files.test:8080", "http://files.test:8080/", true)]
    [InlineData("files.test:8080", "http://files.test/", false)]
    [InlineData("files.test", "http://files.test./", true)]
    [InlineData("*", "http://files.test/", true)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/", false)]
    [InlineData("10.0.0.1", "http://10.0.0.1:81/", true)]
    [InlineData("10.0.0.1:80", "http://10.0.0.1:81/", false)]
    [InlineData("::1", "http://[::1]:81/", true)]
    [InlineData("[::1]:81", "http://[::1]:81/", true)]
    [InlineData("[::1]:80", "http://[::1]:81/", false)]
    [InlineData("a,,  b", "http://b/", true)]
    [InlineData(".", "http://b/", false)]
    public void Goes_past_the_proxy_to_hosts_that_were_named(string bypass, string target, bool isPast)
    {
        var options = new ProxyOptions();
        options.Use("http://proxy.test:3128");

        options.Bypass(bypass);

        Assert.Equal(isPast, options.Routes.For(new(target)) is null);
    }

    [Fact]
    public async Task Takes_a_user_name_and_password_from_the_address()
    {
        await using var proxy = StubProxy.Asking(until: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        var options = new ReauthenticationOptions();
        options.Proxies.Use($"http://Aladdin:open%20sesame@127.0.0.1:{proxy.Port}");
        using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler()));

        Assert.Equal("ok", await client.GetStringAsync("http://files.test/", Cancel));
        Assert.Equal(proxy.Url, options.Proxies.Routes.ForHttp.ToString());
    }

    [Fact]
    public void Takes_the_user_of_a_proxy_once_however_often_the_environment_names_it()
    {
        var options = new ProxyOptions();

        options.UseEnvironment(name => name is "http_proxy" or "https_proxy" ? "http://Ali@proxy.test:3128" : null);

        Assert.Equal(["Digest", "Basic"], options.CreateSchemes().Select(each => each.Scheme.Name));
    }

    [Theory]
    [InlineData("socks5://Aladdin:sesame@proxy.test")]
    [InlineData("http://Aladdin:sesame@")]
    [InlineData("http://Aladdin:sesame@proxy test")]
    public void Does_not_tell_the_password_in_an_address_that_is_wrong(string address)
    {
        var wrong = Assert.Throws<ArgumentException>(() => new ProxyOptions().Use(address));

        Assert.DoesNotContain("sesame", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_the_clients_of_a_factory()
    {
        await using var proxy = StubProxy.Asking(until: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        await using var services = new ServiceCollection().AddHttpClient("api").AddCountersign(options => options.Proxies.Use($"http://Aladdin:open%20sesame@127.0.0.1:{proxy.Port}"))
            .Services.BuildServiceProvider();

        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("api");

        Assert.Equal("ok", await client.GetStringAsync("http://files.test/", Cancel));
    }

    [Fact]
    public async Task Takes_a_handler_that_others_of_the_same_keyring_use()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Answer(200));
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        var keyring = new Keyring(options);
        using var sockets = new SocketsHttpHandler();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var client = new HttpClient(new ReauthenticationHandler(keyring) { InnerHandler = sockets }, disposeHandler: false);
            Assert.Equal("ok", await client.GetStringAsync("http://files.test/", Cancel));
        }
    }

    [Fact]
    public async Task Refuses_a_handler_that_knows_another_way()
    {
        foreach (var handler in (HttpMessageHandler[])[new HttpClientHandler(), new SocketsHttpHandler { Proxy = new System.Net.WebProxy("http://other.test") }, new SocketsHttpHandler { ConnectCallback = (_, _) => default }])
        {
            var options = new ReauthenticationOptions();
            options.Proxies.Use("http://127.0.0.1:1");
            using var client = new HttpClient(new ReauthenticationHandler(options, handler));

            foreach (var _ in Enumerable.Range(0, 2))
                await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("http://files.test/", Cancel));
        }
    }
}
