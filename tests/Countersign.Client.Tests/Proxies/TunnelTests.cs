using System.Net;
using Countersign.Client.Failures;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>The way to https origins: CONNECT, and what a proxy says to it.</summary>
public sealed class TunnelTests : IAsyncLifetime
{
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="; // RFC 7617 §2

    private SecureOrigin _origin = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _origin = await SecureOrigin.StartAsync();

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    [Fact]
    public async Task Answers_what_the_proxy_asks_for_and_shows_the_origin_nothing_of_it()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin, _origin.Port);
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));
        client.DefaultRequestHeaders.UserAgent.ParseAdd("counter/1");

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));

        Assert.Equal([(1, "CONNECT", "origin.test:443", null), (1, "CONNECT", "origin.test:443", Aladdin)], proxy.Requests.Select(seen => (seen.Connection, seen.Method, seen.Target, seen.ProxyAuthorization)));
        Assert.All(proxy.Requests, seen => Assert.Equal(("origin.test:443", "counter/1", null), (seen.Field("Host"), seen.Field("User-Agent"), seen.Authorization)));
        var inside = Assert.Single(_origin.Requests);
        Assert.DoesNotContain(inside.Fields, field => field.Key.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Shows_credentials_unasked_once_they_were_taken()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin, _origin.Port);
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));

        await client.GetStringAsync(SecureOrigin.Url, Cancel);
        await client.GetStringAsync("https://origin.test:8443/b", Cancel);

        Assert.Equal([null, Aladdin, Aladdin], proxy.Requests.Select(seen => seen.ProxyAuthorization));
        Assert.Equal("origin.test:8443", proxy.Requests[2].Target);
    }

    [Fact]
    public async Task Opens_another_connection_when_the_proxy_ends_the_first()
    {
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Open : $"HTTP/1.0 407 No\r\n{StubProxy.Basic}\r\n\r\nwho are you?", _origin.Port);
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));

        Assert.Equal([1, 2], proxy.Requests.Select(seen => seen.Connection));
    }

    [Fact]
    public async Task Takes_interim_answers_for_what_they_are()
    {
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Open : "HTTP/1.1 103 Early Hints\r\n\r\n" + StubProxy.Refusal(StubProxy.Basic), _origin.Port);
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));
    }

    [Fact]
    public async Task Says_what_the_proxy_asks_for_when_there_is_nothing_to_show()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin, challenge: "Proxy-Authenticate: Digest realm=\"p\", nonce=\"n\", Basic realm=\"p\"");
        using var client = _origin.Client(proxy, options => options.AddBasic("https://origin.test", "Aladdin", new("open sesame"), basic => basic.Preemptive = true));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal((FailureReason.ProxyCredentialsRequired, HttpStatusCode.ProxyAuthenticationRequired, true), (failed.Failure.Reason, failed.StatusCode, failed.IsOfProxy));
        Assert.Equal(["Digest", "Basic"], failed.Challenges.Select(challenge => challenge.Scheme));
        Assert.Equal(proxy.Url, failed.Origin.ToString());
        Assert.Equal("ok", await failed.Response!.Content.ReadAsStringAsync(Cancel));
        Assert.Null(Assert.Single(proxy.Requests).ProxyAuthorization);
    }

    [Fact]
    public async Task Does_not_loop_when_the_proxy_never_gives_in()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal((FailureReason.CredentialsRejected, "Basic"), (failed.Failure.Reason, failed.Scheme));
        Assert.Equal(2, proxy.Requests.Count);
        Assert.DoesNotContain("sesame", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_no_password_to_a_proxy_where_anybody_can_read_it()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = _origin.Client(proxy, options => options.Proxies.AddBasic(proxy.Url, "Aladdin", new("open sesame"), basic => basic.Preemptive = true));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(FailureReason.InsecureTransport, failed.Failure.Reason);
        Assert.Null(Assert.Single(proxy.Requests).ProxyAuthorization);
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate: Basic realm=\"files\"")]
    [InlineData(401, "X: y")]
    [InlineData(403, "X: y")]
    [InlineData(302, "Location: http://127.0.0.1/")]
    [InlineData(503, "Retry-After: 1")]
    public async Task Says_that_the_proxy_opens_no_tunnel(int status, string field)
    {
        await using var proxy = new StubProxy(_ => StubProxy.Answer(status, field));
        using var client = _origin.Client(proxy, options =>
        {
            AsAladdin(options, proxy);
            options.AddBasic("https://origin.test", "Aladdin", new("open sesame"));
        });

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal((FailureReason.ProxyTunnelRefused, HttpRequestError.ProxyTunnelError, status), (failed.Failure.Reason, failed.HttpRequestError, (int)failed.StatusCode!));
        Assert.True(failed.IsOfProxy);
        var seen = Assert.Single(proxy.Requests);
        Assert.Null(seen.Authorization);
        Assert.Null(seen.ProxyAuthorization);
    }

    [Fact]
    public async Task Gets_past_a_proxy_that_says_401_and_asks_for_nothing_by_showing_credentials_unasked()
    {
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization == Aladdin ? StubProxy.Open : StubProxy.Answer(401), _origin.Port);
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy, isPreemptive: true));

        Assert.Equal("in", await client.GetStringAsync(SecureOrigin.Url, Cancel));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 2000 Fine\r\n\r\n")]
    [InlineData("HTTP/1.1 407")]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate")]
    [InlineData("HTTP/1.1 407 No\r\nContent-Length: nine\r\nProxy-Authenticate: =,=\r\n\r\n")] // and then nothing
    [InlineData("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task Throws_nothing_else_whatever_the_proxy_says(string answer)
    {
        await using var proxy = new StubProxy(_ => answer + "\r\n\0");
        using var client = _origin.Client(proxy, options => AsAladdin(options, proxy));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.True(failed.IsOfProxy);
        Assert.InRange(proxy.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task Reads_no_endless_answer()
    {
        await using var proxy = new StubProxy(_ => $"HTTP/1.1 200 Fine\r\nX: {new string('x', 1 << 20)}\r\n\r\n");
        using var client = _origin.Client(proxy);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(FailureReason.ProxyTunnelRefused, failed.Failure.Reason);
    }

    [Fact]
    public async Task Waits_for_a_silent_proxy_only_as_long_as_it_was_told_to()
    {
        var clock = new SetClock();
        await using var proxy = new StubProxy(_ => StubProxy.Silence);
        using var client = _origin.Client(proxy, options => (options.Clock, options.Proxies.TunnelTimeout) = (clock, TimeSpan.FromSeconds(5)));

        var asked = client.GetAsync(SecureOrigin.Url, Cancel);
        Assert.True(await Eventually.IsSoAsync(() => proxy.Requests.Count == 1));
        clock.Advance(TimeSpan.FromSeconds(6));
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => asked);

        Assert.Equal(HttpRequestError.ProxyTunnelError, failed.HttpRequestError);
        Assert.IsType<TimeoutException>(failed.InnerException);
    }

    [Fact]
    public async Task Waits_no_longer_than_the_caller()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Silence);
        using var client = _origin.Client(proxy);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var asked = client.GetAsync(SecureOrigin.Url, patience.Token);
        Assert.True(await Eventually.IsSoAsync(() => proxy.Requests.Count == 1));
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Says_that_nobody_listens_where_the_proxy_should()
    {
        var proxy = new StubProxy(_ => StubProxy.Silence);
        await proxy.DisposeAsync();
        using var client = _origin.Client(options => options.Proxies.Use("http://127.0.0.1:1"));

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(HttpRequestError.ProxyTunnelError, failed.HttpRequestError);
        Assert.Contains("http://127.0.0.1:1", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionExact, "2.0")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionOrHigher, "2.0")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrHigher, "2.0")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrLower, "1.1")]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionOrLower, "2.0")]
    public async Task Speaks_every_version_with_the_origin_that_goes_through_a_tunnel(string asked, HttpVersionPolicy policy, string spoken)
    {
        await using var proxy = StubProxy.Asking(until: Aladdin, _origin.Port);
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        AsAladdin(options, proxy);
        var between = new Between { InnerHandler = _origin.Sockets() };
        using var client = new HttpClient(new ReauthenticationHandler(options, between));
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (Version.Parse(asked), policy);

        using var response = await client.GetAsync(SecureOrigin.Url, Cancel);

        Assert.Equal((HttpStatusCode.OK, Version.Parse(spoken)), (response.StatusCode, response.Version));

        // Higher would be HTTP/3, where the origin offers it.
        Assert.NotEqual(HttpVersionPolicy.RequestVersionOrHigher, between.Policy);
    }

    [Theory]
    [InlineData(HttpVersionPolicy.RequestVersionExact)]
    [InlineData(HttpVersionPolicy.RequestVersionOrHigher)]
    public async Task Refuses_to_go_past_the_proxy_by_http_3(HttpVersionPolicy policy)
    {
        await using var proxy = StubProxy.Asking(until: Aladdin, _origin.Port);
        using var client = _origin.Client(proxy);
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version30, policy);

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(SecureOrigin.Url, Cancel));

        Assert.Equal(HttpRequestError.VersionNegotiationError, failed.HttpRequestError);
        Assert.Contains("tunnel", failed.Message, StringComparison.Ordinal);
        Assert.Empty(proxy.Requests);
    }

    private static void AsAladdin(ReauthenticationOptions options, StubProxy proxy, bool isPreemptive = false) =>
        options.Proxies.AddBasic(proxy.Url, "Aladdin", new("open sesame"), basic => (basic.AllowCleartext, basic.Preemptive) = (true, isPreemptive));

    private sealed class Between : DelegatingHandler
    {
        public HttpVersionPolicy Policy { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Policy = request.VersionPolicy;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
