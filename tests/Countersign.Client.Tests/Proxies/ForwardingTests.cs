using System.Net;
using System.Text;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>Requests for http, which the proxy itself gets: it asks by 407, and origins behind it by 401.</summary>
public sealed class ForwardingTests
{
    private const string Target = "http://files.test/a?b=c";
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    private const string Ali = "Basic QWxpOmRvbmtleQ==";
    private const string FromOrigin = "WWW-Authenticate: Basic realm=\"files\"";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_a_407_once_and_shows_credentials_unasked_from_then_on()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = Client(proxy, AsAladdin);

        await client.GetStringAsync(Target, Cancel);
        await client.GetStringAsync("http://other.test/", Cancel);

        Assert.Equal([(Target, null), (Target, Aladdin), ("http://other.test/", Aladdin)], proxy.Requests.Select(seen => (seen.Target, seen.ProxyAuthorization)));
        Assert.All(proxy.Requests, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task Leaves_no_credentials_in_the_message_that_the_caller_finds_at_the_answer()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = Client(proxy, AsAladdin);

        using var response = await client.GetAsync(Target, Cancel);

        Assert.Equal(Aladdin, proxy.Requests[1].ProxyAuthorization);
        Assert.False(response.RequestMessage!.Headers.NonValidated.Contains("Proxy-Authorization"));
    }

    [Theory]
    [InlineData(407, 401)]
    [InlineData(401, 407)]
    public async Task Gets_past_both_doors_in_either_order(int first, int second)
    {
        await using var proxy = new StubProxy(seen =>
            (first == 407 || seen.Authorization is not null) && seen.ProxyAuthorization != Aladdin ? StubProxy.Refusal(StubProxy.Basic)
            : seen.Authorization != Ali ? StubProxy.Answer(401, FromOrigin) : StubProxy.Answer(200));
        using var client = Client(proxy, AsBoth);

        using var response = await client.PostAsync(Target, new StringContent("content"), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, proxy.Requests.Count);
        Assert.NotEqual(first, second);
        Assert.All(proxy.Requests, seen => Assert.Equal("content", seen.Content));
        Assert.All(proxy.Requests, seen => Assert.True(seen.Authorization is null or Ali && seen.ProxyAuthorization is null or Aladdin));
        Assert.Equal((Ali, Aladdin), (proxy.Requests[2].Authorization, proxy.Requests[2].ProxyAuthorization));
    }

    [Fact]
    public async Task Does_not_loop_between_two_doors()
    {
        var count = 0;
        await using var proxy = new StubProxy(_ => count++ % 2 == 0 ? StubProxy.Refusal(StubProxy.Basic) : StubProxy.Answer(401, FromOrigin));
        using var client = Client(proxy, AsBoth);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Target, Cancel));

        Assert.Equal((FailureReason.CredentialsRejected, true), (failed.Failure.Reason, failed.IsOfProxy));
        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task Says_that_the_proxy_does_not_take_the_credentials()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        using var client = Client(proxy, AsBoth);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Target, Cancel));

        Assert.Equal((FailureReason.CredentialsRejected, "Basic", proxy.Url), (failed.Failure.Reason, failed.Scheme, failed.Origin.ToString()));
        Assert.Equal("proxy", Assert.Single(failed.Challenges).Realm);
        Assert.Equal(2, proxy.Requests.Count);
        Assert.Contains("through by Basic at " + proxy.Url, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_the_407_back_where_that_was_asked_for_or_there_is_nothing_to_show()
    {
        await using var proxy = new StubProxy(_ => StubProxy.Refusal(StubProxy.Basic));
        using var returning = Client(proxy, (options, at) =>
        {
            AsAladdin(options, at);
            options.FailureMode = FailureMode.ReturnResponse;
        });
        using var without = Client(proxy, (options, _) => options.AddBasic("http://files.test", "Ali", new("donkey"), basic => basic.AllowCleartext = true));

        using var first = await returning.GetAsync(Target, Cancel);
        using var second = await without.GetAsync(Target, Cancel);

        Assert.Equal((HttpStatusCode.ProxyAuthenticationRequired, HttpStatusCode.ProxyAuthenticationRequired), (first.StatusCode, second.StatusCode));
        Assert.Equal(3, proxy.Requests.Count);
        Assert.All(proxy.Requests, seen => Assert.Null(seen.Authorization));
        Assert.Null(proxy.Requests[2].ProxyAuthorization);
    }

    [Fact]
    public async Task Sends_no_password_where_anybody_can_read_it()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = Client(proxy, (options, at) => options.Proxies.AddBasic(at, "Aladdin", new("open sesame")));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Target, Cancel));

        Assert.Equal(FailureReason.InsecureTransport, failed.Failure.Reason);
        Assert.Null(Assert.Single(proxy.Requests).ProxyAuthorization);
    }

    [Fact]
    public async Task Says_that_content_is_gone_that_the_proxy_took()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = Client(proxy, (options, at) =>
        {
            AsAladdin(options, at);
            options.CopyLimit = 4;
        });
        using var pipe = new PipeContent("content");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.PostAsync(Target, pipe, Cancel));

        Assert.Equal((FailureReason.UnreplayableContent, true), (failed.Failure.Reason, failed.IsOfProxy));
    }

    [Fact]
    public async Task Passes_the_proxy_with_a_request_that_wants_no_credentials_at_its_origin()
    {
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization != Aladdin ? StubProxy.Refusal(StubProxy.Basic) : StubProxy.Answer(401, FromOrigin));
        using var client = Client(proxy, AsBoth);
        using var request = new HttpRequestMessage(HttpMethod.Get, Target);
        request.Options.Set(RequestOptions.Anonymous, true);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal([null, Aladdin], proxy.Requests.Select(seen => seen.ProxyAuthorization));
        Assert.All(proxy.Requests, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task Leaves_credentials_alone_that_the_caller_shows_the_proxy()
    {
        await using var proxy = StubProxy.Asking(until: Aladdin);
        using var client = Client(proxy, AsAladdin);
        using var request = new HttpRequestMessage(HttpMethod.Get, Target);
        request.Headers.TryAddWithoutValidation("Proxy-Authorization", "Bearer mine");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, response.StatusCode);
        Assert.Equal("Bearer mine", Assert.Single(proxy.Requests).ProxyAuthorization);
    }

    private static HttpClient Client(StubProxy proxy, Action<ReauthenticationOptions, string> configure)
    {
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        configure(options, proxy.Url);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    private static void AsAladdin(ReauthenticationOptions options, string proxy) => options.Proxies.AddBasic(proxy, "Aladdin", new("open sesame"), basic => basic.AllowCleartext = true);

    private static void AsBoth(ReauthenticationOptions options, string proxy)
    {
        AsAladdin(options, proxy);
        options.AddBasic("http://files.test", "Ali", new("donkey"), basic => basic.AllowCleartext = true);
    }

    /// <summary>Content that can be read once.</summary>
    private sealed class PipeContent(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = text.Length;
            return true;
        }
    }
}
