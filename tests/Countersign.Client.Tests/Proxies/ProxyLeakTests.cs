using System.Net;
using Countersign.Client.Schemes;
using Countersign.TestKit;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>What is for a proxy is for that proxy alone, and what is for an origin for that origin.</summary>
public sealed class ProxyLeakTests
{
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_nothing_to_an_origin_that_plays_the_proxy()
    {
        await using var origin = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        using var client = Client(options =>
        {
            options.Proxies.Use("http://127.0.0.1:1");
            options.Proxies.Bypass("127.0.0.1");
            AddPreemptive(options, "http://127.0.0.1:1");
            AddPreemptive(options, origin.Url);
        });

        using var response = await client.GetAsync(origin.Url + "/a", Cancel);

        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, response.StatusCode);
        Assert.Equal(("/a", null), (origin.Requests.Single().Target, origin.Requests.Single().ProxyAuthorization));
    }

    [Fact]
    public async Task Shows_nothing_to_an_origin_that_plays_the_proxy_at_the_end_of_a_tunnel()
    {
        await using var origin = await SecureOrigin.StartAsync((_, response) =>
        {
            response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
            response.Headers["Proxy-Authenticate"] = "Basic realm=\"proxy\"";
        });
        await using var proxy = StubProxy.Asking(until: Aladdin, origin.Port);
        using var client = origin.Client(proxy, options => AddPreemptive(options, proxy.Url));

        using var response = await client.GetAsync(SecureOrigin.Url, Cancel);

        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, response.StatusCode);
        Assert.Null(Assert.Single(origin.Requests).Field("Proxy-Authorization"));
    }

    [Fact]
    public async Task Keeps_out_of_the_tunnel_what_the_caller_means_for_a_proxy()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var proxy = new StubProxy(_ => StubProxy.Open, origin.Port);
        using var client = origin.Client(proxy);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Proxy-Authorization", "Basic mine");

        await client.GetStringAsync(SecureOrigin.Url, Cancel);

        Assert.Null(Assert.Single(origin.Requests).Field("Proxy-Authorization"));
    }

    [Fact]
    public async Task Keeps_from_the_proxy_what_is_for_the_origin_in_the_tunnel()
    {
        await using var origin = await SecureOrigin.StartAsync((seen, response) =>
        {
            if (seen.Authorization is not null)
                return;
            response.StatusCode = StatusCodes.Status401Unauthorized;
            response.Headers.WWWAuthenticate = "Basic realm=\"files\"";
        });
        await using var proxy = StubProxy.Asking(until: Aladdin, origin.Port);
        using var client = origin.Client(proxy, options =>
        {
            AddPreemptive(options, proxy.Url);
            options.AddBasic("https://origin.test", "Ali", new("donkey"));
        });

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));

        Assert.Equal([null, "Basic QWxpOmRvbmtleQ=="], origin.Requests.Select(seen => seen.Authorization));
        Assert.All(origin.Requests, seen => Assert.Null(seen.Field("Proxy-Authorization")));
        Assert.Null(Assert.Single(proxy.Requests).Authorization);
    }

    [Fact]
    public async Task Leaves_the_proxys_credentials_behind_when_a_redirect_leads_past_it()
    {
        await using var beside = new StubProxy(_ => StubProxy.Answer(200));
        await using var proxy = new StubProxy(_ => StubProxy.Answer(302, "Location: " + beside.Url + "/b"));
        using var client = Client(options =>
        {
            options.Proxies.Use(proxy.Url);
            options.Proxies.Bypass("127.0.0.1");
            AddPreemptive(options, proxy.Url);
        });

        await client.GetStringAsync("http://files.test/a", Cancel);

        Assert.Equal(Aladdin, Assert.Single(proxy.Requests).ProxyAuthorization);
        Assert.Null(Assert.Single(beside.Requests).ProxyAuthorization);
    }

    [Fact]
    public async Task Shows_one_proxy_nothing_of_another()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var first = StubProxy.Asking(until: Aladdin);
        await using var second = StubProxy.Asking(until: "Basic QWxpOmRvbmtleQ==", origin.Port);
        using var client = origin.Client(options =>
        {
            options.Proxies.UseEnvironment(name => name switch { "http_proxy" => first.Url, "https_proxy" => second.Url, _ => null });
            AddPreemptive(options, first.Url);
            options.Proxies.AddBasic(second.Url, "Ali", new("donkey"), basic => basic.AllowCleartext = true);
        });

        await client.GetStringAsync("http://files.test/a", Cancel);
        await client.GetStringAsync(SecureOrigin.Url, Cancel);

        Assert.Equal([Aladdin], first.Requests.Select(seen => seen.ProxyAuthorization));
        Assert.Equal([null, "Basic QWxpOmRvbmtleQ=="], second.Requests.Select(seen => seen.ProxyAuthorization));
    }

    [Fact]
    public async Task Shows_a_key_in_a_field_of_its_own_only_where_it_ends_at_the_proxy()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var proxy = new StubProxy(seen => seen.Method == "CONNECT" ? StubProxy.Open : StubProxy.Answer(200), origin.Port);
        using var client = origin.Client(proxy, options =>
            options.Proxies.Add(Origin.Parse(proxy.Url), at => new ApiKeyClientScheme(at, new(new("k1")) { Header = "X-Proxy-Key", AllowCleartext = true })));

        await client.GetStringAsync(SecureOrigin.Url, Cancel);
        await client.GetStringAsync("http://files.test/a", Cancel);

        Assert.Equal([("CONNECT", "k1"), ("GET", null)], proxy.Requests.Select(seen => (seen.Method, seen.Field("X-Proxy-Key"))));
        Assert.Null(Assert.Single(origin.Requests).Field("X-Proxy-Key"));
    }

    [Fact]
    public async Task Does_not_take_a_407_for_what_the_origin_says_of_its_credentials()
    {
        var scheme = new Watching();
        var asked = false;
        await using var proxy = new StubProxy(_ => (asked = !asked) ? StubProxy.Refusal(StubProxy.Basic) : StubProxy.Answer(200));
        using var client = Client(options =>
        {
            options.Proxies.Use(proxy.Url);
            options.FailureMode = Countersign.Client.Failures.FailureMode.ReturnResponse;
            options.Add(Origin.Parse("http://files.test"), _ => scheme);
        });

        using var refused = await client.GetAsync("http://files.test/a", Cancel);
        Assert.Equal(0, scheme.Received);
        using var taken = await client.GetAsync("http://files.test/a", Cancel);

        Assert.Equal(1, scheme.Received);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Takes_a_407_for_the_proxys_where_the_framework_goes_through_one(bool hasProxy, int received)
    {
        var scheme = new Watching();
        await using var server = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        var options = new ReauthenticationOptions();
        options.Add(Origin.Parse(server.Url), _ => scheme);
        using var client = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler { UseProxy = hasProxy, Proxy = new WebProxy(server.Url) }));

        using var response = await client.GetAsync(server.Url, Cancel);

        Assert.Equal((HttpStatusCode.ProxyAuthenticationRequired, received), (response.StatusCode, scheme.Received));
        Assert.Single(server.Requests);
    }

    private static HttpClient Client(Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions();
        configure(options);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    private static void AddPreemptive(ReauthenticationOptions options, string proxy) =>
        options.Proxies.AddBasic(proxy, "Aladdin", new("open sesame"), basic => (basic.AllowCleartext, basic.Preemptive) = (true, true));

    private sealed class Watching : ClientScheme
    {
        public int Received { get; private set; }

        public override string Name => "Watching";

        public override Fitness Judge(Challenge challenge, Client.Exchanges.RequestLeg leg) => Fitness.Of(1);

        public override ValueTask<SentCredentials?> PreemptAsync(Client.Exchanges.RequestLeg leg, CancellationToken cancel) => ValueTask.FromResult<SentCredentials?>(new Sent(this));

        public override ValueTask<Answer> AnswerAsync(Challenge challenge, Client.Exchanges.RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
            throw new InvalidOperationException();

        public override Client.Failures.Failure? Receive(SentCredentials sent, Client.Exchanges.RequestLeg leg, HttpResponseMessage response)
        {
            Received++;
            return null;
        }

        private sealed class Sent(ClientScheme scheme) : SentCredentials(scheme, ("Authorization", "Watching x"));
    }
}
