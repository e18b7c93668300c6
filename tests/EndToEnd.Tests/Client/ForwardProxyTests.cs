using System.Net;
using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>Gets through a real proxy that wants credentials, to origins of http and https.</summary>
public abstract class ForwardProxyTests
{
    private readonly ForwardProxy _proxy;

    protected ForwardProxyTests(ForwardProxy proxy)
    {
        _proxy = proxy;
        proxy.Need();
        _ = proxy.Origin.Requests;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Basic", "http", "HTTP/1.1")]
    [InlineData("Basic", "https", "HTTP/2")]
    [InlineData("Digest", "http", "HTTP/1.1")]
    [InlineData("Digest", "https", "HTTP/2")]
    public async Task Gets_through_the_proxy_and_in_at_the_origin(string scheme, string to, string protocol)
    {
        var looking = new Looking();
        using var client = Client(scheme, ForwardProxy.Password, looking);
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        var origin = to == "http" ? _proxy.Origin.Http : _proxy.Origin.Https;

        Assert.Equal("in", await client.GetStringAsync(origin + "/closed/a?b=%C3%BC&c=d", Cancel));
        Assert.Equal("in", await client.GetStringAsync(origin + "/closed/b", Cancel));

        var seen = _proxy.Origin.Requests;
        Assert.Equal([null, TunnelEnd.Aladdin, TunnelEnd.Aladdin], seen.Select(each => each.Authorization));
        Assert.All(seen, each => Assert.Equal((protocol, null), (each.Protocol, each.ProxyAuthorization)));
        Assert.Equal(1, looking.RefusedByProxy);
    }

    [Theory]
    [InlineData("Basic", "http")]
    [InlineData("Basic", "https")]
    [InlineData("Digest", "http")]
    [InlineData("Digest", "https")]
    public async Task Says_that_the_proxy_does_not_take_the_password(string scheme, string to)
    {
        using var client = Client(scheme, "mule");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(to == "http" ? _proxy.Origin.Http : _proxy.Origin.Https, Cancel));

        Assert.Equal((FailureReason.CredentialsRejected, HttpStatusCode.ProxyAuthenticationRequired, true), (failed.Failure.Reason, failed.StatusCode, failed.IsOfProxy));
        Assert.Equal(scheme, failed.Scheme);
        Assert.Contains(failed.Challenges, challenge => challenge.Scheme == scheme && challenge.Realm == "proxy");
        Assert.Empty(_proxy.Origin.Requests);
    }

    [Fact]
    public async Task Says_what_the_proxy_asks_for()
    {
        var options = new ReauthenticationOptions();
        options.Proxies.Use($"http://127.0.0.1:{_proxy.BasicPort}");
        using var client = new HttpClient(new ReauthenticationHandler(options, _proxy.Origin.Sockets()));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(_proxy.Origin.Https, Cancel));

        Assert.Equal(FailureReason.ProxyCredentialsRequired, failed.Failure.Reason);
        Assert.Contains(failed.Challenges, challenge => challenge.Scheme == "Basic");
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Digest")]
    public async Task Says_that_the_proxy_reaches_nobody(string scheme)
    {
        using var client = Client(scheme, ForwardProxy.Password);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://localhost:1/", Cancel));

        Assert.Equal((FailureReason.ProxyTunnelRefused, true), (failed.Failure.Reason, (int)failed.StatusCode! >= 403));
    }

    [Fact]
    public async Task Takes_proxy_and_password_from_its_address_and_answers_the_strongest()
    {
        var looking = new Looking();
        var options = new ReauthenticationOptions { Observer = looking };
        options.Proxies.Use($"http://{ForwardProxy.User}:{ForwardProxy.Password}@127.0.0.1:{_proxy.DigestPort}");
        using var client = new HttpClient(new ReauthenticationHandler(options, _proxy.Origin.Sockets()));

        Assert.Equal("in", await client.GetStringAsync(_proxy.Origin.Https, Cancel));

        Assert.Equal(["Digest"], looking.ShownToProxy);
    }

    [Fact]
    public async Task Opens_many_tunnels_at_once_over_one_nonce()
    {
        using var client = Client("Digest", ForwardProxy.Password);
        Assert.Equal("in", await client.GetStringAsync(_proxy.Origin.Https, Cancel));

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => client.GetStringAsync(_proxy.Origin.Https, Cancel)));

        Assert.All(answers, answer => Assert.Equal("in", answer));
    }

    [Theory]
    [InlineData("Basic", "http", "request 407, replay 200")]
    [InlineData("Basic", "https", "request 200, tunnel 407, tunnel 200")]
    [InlineData("Digest", "http", "request 407, replay 200")]
    [InlineData("Digest", "https", "request 200, tunnel 407, tunnel 200")]
    public async Task The_command_tells_of_what_the_proxy_was_asked(string scheme, string to, string told)
    {
        using var home = new CommandHome();
        await File.WriteAllTextAsync(home.PathOf("authority.pem"), _proxy.Origin.Authority, Cancel);
        await File.WriteAllTextAsync(home.PathOf("proxy"), $"{ForwardProxy.User}:{ForwardProxy.Password}", Cancel);
        var proxy = $"http://127.0.0.1:{(scheme == "Basic" ? _proxy.BasicPort : _proxy.DigestPort)}";
        string[] request = ["request", "--cacert", home.PathOf("authority.pem"), "--proxy", proxy, "--proxy-auth", "@" + home.PathOf("proxy"), "--allow-md5", (to == "http" ? _proxy.Origin.Http : _proxy.Origin.Https) + "/"];

        var json = await home.RunAsync([.. request, "--format", "json"]);
        var text = await home.RunAsync([.. request, "--har", home.PathOf("x.har")]);

        var legs = JsonDocument.Parse(json.Output).RootElement.GetProperty("exchange").EnumerateArray().ToList();
        Assert.Equal(told, string.Join(", ", legs.Select(leg => $"{leg.GetProperty("purpose").GetString()} {leg.GetProperty("status").GetInt32()}")));
        Assert.Contains(legs.SelectMany(leg => leg.GetProperty("challenges").EnumerateArray()), challenge => challenge.GetProperty("verdict").GetString() == "taken");
        Assert.Equal((0, "in"), (text.Code, text.Output));
        Assert.DoesNotContain("--proxy-auth USER answers it", text.Error, StringComparison.Ordinal);
        Assert.Equal(to == "https", text.Error.Contains("The proxy opens a tunnel.", StringComparison.Ordinal));
        var har = await File.ReadAllTextAsync(home.PathOf("x.har"), Cancel);
        Assert.Equal(legs.Count, JsonDocument.Parse(har).RootElement.GetProperty("log").GetProperty("entries").GetArrayLength());
        Assert.All([json.Output, text.Error, har], each => Assert.DoesNotContain(Convert.ToBase64String("Ali:donkey"u8), each, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_says_that_the_proxy_takes_no_such_password()
    {
        using var home = new CommandHome();
        await File.WriteAllTextAsync(home.PathOf("proxy"), $"{ForwardProxy.User}:mule", Cancel);

        var ran = await home.RunAsync("request", "--proxy", $"http://127.0.0.1:{_proxy.BasicPort}", "--proxy-auth", "@" + home.PathOf("proxy"), "--allow-md5", _proxy.Origin.Https + "/");

        Assert.Equal(1, ran.Code);
        Assert.Contains("The proxy does not take the ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\nNo way in by ", ran.Error, StringComparison.Ordinal);
    }

    private HttpClient Client(string scheme, string password, ExchangeObserver? observer = null)
    {
        var options = new ReauthenticationOptions { Observer = observer };
        var proxy = $"http://127.0.0.1:{(scheme == "Basic" ? _proxy.BasicPort : _proxy.DigestPort)}";
        options.Proxies.Use(proxy);
        if (scheme == "Basic")
            options.Proxies.AddBasic(proxy, ForwardProxy.User, new(password), basic => basic.AllowCleartext = true);
        else
            options.Proxies.AddDigest(proxy, ForwardProxy.User, new(password), digest => digest.AllowMd5 = true);
        foreach (var origin in (string[])[_proxy.Origin.Http, _proxy.Origin.Https])
            options.AddBasic(origin, "Aladdin", new("open sesame"), basic => basic.AllowCleartext = true);
        return new(new ReauthenticationHandler(options, _proxy.Origin.Sockets()));
    }

    private sealed class Looking : ExchangeObserver
    {
        public int RefusedByProxy { get; private set; }

        public List<string> ShownToProxy { get; } = [];

        public override void Sending(RequestLeg leg, SentCredentials? sent)
        {
            if (leg.IsForProxy && sent is not null)
                ShownToProxy.Add(sent.Scheme.Name);
        }

        public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response)
        {
            if (leg.IsForProxy && response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
                RefusedByProxy++;
        }
    }
}
