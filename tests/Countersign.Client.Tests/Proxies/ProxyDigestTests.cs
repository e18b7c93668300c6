using System.Security.Cryptography;
using System.Text;
using Countersign.Client.Failures;
using Countersign.Wire;
using Xunit;

namespace Countersign.Client.Tests.Proxies;

/// <summary>Digest at a proxy (RFC 7616 §3.8): over the target as it stands on the wire, with the proxy's own nonces and counts.</summary>
public sealed class ProxyDigestTests
{
    private const string Target = "http://files.test/a?b=c";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opens_tunnels_over_one_nonce_and_counts()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var proxy = Asking(origin.Port);
        using var client = origin.Client(proxy, options => options.Proxies.AddDigest(proxy.Url, "Mufasa", new("Circle of Life")));

        await client.GetStringAsync(SecureOrigin.Url, Cancel);
        await client.GetStringAsync("https://origin.test:8443/", Cancel);

        Assert.Equal([null, "origin.test:443 n1 00000001", "origin.test:8443 n1 00000002"], proxy.Requests.Select(Shown));
        Assert.All(origin.Requests, seen => Assert.Null(seen.Field("Proxy-Authorization")));
    }

    [Fact]
    public async Task Goes_on_with_the_same_nonce_from_tunnels_to_requests_that_the_proxy_reads()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var proxy = Asking(origin.Port);
        using var client = origin.Client(proxy, options => options.Proxies.AddDigest(proxy.Url, "Mufasa", new("Circle of Life")));

        await client.GetStringAsync(SecureOrigin.Url, Cancel);
        await client.GetStringAsync(Target, Cancel);

        Assert.Equal([null, "origin.test:443 n1 00000001", Target + " n1 00000002"], proxy.Requests.Select(Shown));
    }

    [Fact]
    public async Task Signs_the_whole_address_of_a_request_that_the_proxy_reads()
    {
        await using var proxy = Asking();
        using var client = Client(proxy);

        await client.GetStringAsync(Target, Cancel);
        await client.GetStringAsync("http://FILES.test:8080/%C3%BC/%2f", Cancel);

        Assert.Equal([null, Target + " n1 00000001", "http://files.test:8080/%C3%BC/%2f n1 00000002"], proxy.Requests.Select(Shown));
    }

    [Fact]
    public async Task Takes_the_next_nonce_and_a_stale_one_as_the_proxy_says()
    {
        var isStale = false;
        await using var proxy = new StubProxy(seen => Param(seen, "nonce") switch
        {
            "n1" when !isStale => StubProxy.Answer(200, "Proxy-Authentication-Info: nextnonce=\"n2\"", "Authentication-Info: nextnonce=\"of-the-origin\""),
            "n3" => StubProxy.Answer(200),
            var nonce => Refusal(nonce is null ? "n1" : "n3", isStale = nonce is not null),
        });
        using var client = Client(proxy);

        await client.GetStringAsync(Target, Cancel);
        await client.GetStringAsync(Target, Cancel);

        Assert.Equal([null, "n1", "n2", "n3"], proxy.Requests.Select(seen => Param(seen, "nonce")));
    }

    [Fact]
    public async Task Does_not_loop_over_nonces_that_are_always_stale()
    {
        var count = 0;
        await using var proxy = new StubProxy(_ => Refusal("n" + ++count, isStale: count > 1));
        using var client = Client(proxy);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Target, Cancel));

        Assert.Equal((FailureReason.StaleNonceLoop, true), (failed.Failure.Reason, failed.IsOfProxy));
        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task Trusts_no_answer_with_a_wrong_proof()
    {
        await using var proxy = new StubProxy(seen => seen.ProxyAuthorization is null ? Refusal("n1") : StubProxy.Answer(200, $"Proxy-Authentication-Info: rspauth=\"{new string('0', 64)}\""));
        using var client = Client(proxy);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(Target, Cancel));

        Assert.Equal((FailureReason.ServerNotAuthenticated, true), (failed.Failure.Reason, failed.IsOfProxy));
    }

    [Fact]
    public async Task Takes_nothing_for_the_proxys_that_the_origin_says()
    {
        await using var proxy = new StubProxy(seen => IsRight(seen, "n1") ? StubProxy.Answer(200, "Authentication-Info: rspauth=\"00\", nextnonce=\"of-the-origin\"") : Refusal("n1"));
        using var client = Client(proxy);

        await client.GetStringAsync(Target, Cancel);
        await client.GetStringAsync(Target, Cancel);

        Assert.Equal([null, Target + " n1 00000001", Target + " n1 00000002"], proxy.Requests.Select(Shown));
    }

    [Fact]
    public async Task Answers_the_strongest_and_sends_no_password()
    {
        await using var proxy = Asking(more: StubProxy.Basic);
        using var client = Client(proxy, options => options.Proxies.AddBasic(proxy.Url, "Mufasa", new("Circle of Life"), basic => basic.AllowCleartext = true));

        await client.GetStringAsync(Target, Cancel);

        Assert.Equal([null, Target + " n1 00000001"], proxy.Requests.Select(Shown));
    }

    [Fact]
    public async Task Shows_one_proxy_no_nonce_of_another()
    {
        await using var origin = await SecureOrigin.StartAsync();
        await using var first = Asking();
        await using var second = Asking(origin.Port, nonce: "m1");
        using var client = origin.Client(options =>
        {
            options.Proxies.UseEnvironment(name => name switch { "http_proxy" => $"http://Mufasa:Circle%20of%20Life@127.0.0.1:{first.Port}", "https_proxy" => second.Url, _ => null });
            options.Proxies.AddDigest(second.Url, "Mufasa", new("Circle of Life"));
        });

        await client.GetStringAsync(Target, Cancel);
        await client.GetStringAsync(SecureOrigin.Url, Cancel);

        Assert.Equal([null, Target + " n1 00000001"], first.Requests.Select(Shown));
        Assert.Equal([null, "origin.test:443 m1 00000001"], second.Requests.Select(Shown));
    }

    private static HttpClient Client(StubProxy proxy, Action<ReauthenticationOptions>? configure = null)
    {
        var options = new ReauthenticationOptions();
        options.Proxies.Use(proxy.Url);
        options.Proxies.AddDigest(proxy.Url, "Mufasa", new("Circle of Life"));
        configure?.Invoke(options);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler()));
    }

    private static StubProxy Asking(int originPort = 0, string nonce = "n1", string? more = null) =>
        new(seen => !IsRight(seen, nonce) ? Refusal(nonce, isStale: false, more) : seen.Method == "CONNECT" ? StubProxy.Open : StubProxy.Answer(200), originPort);

    private static string Refusal(string nonce, bool isStale = false, string? more = null)
    {
        var challenge = $"Proxy-Authenticate: Digest realm=\"proxy\", nonce=\"{nonce}\", qop=\"auth\", algorithm=SHA-256, stale={(isStale ? "true" : "false")}";
        return more is null ? StubProxy.Refusal(challenge) : StubProxy.Refusal(more, challenge);
    }

    /// <summary>RFC 7616 §3.4.1, by hand.</summary>
    private static bool IsRight(ProxySeen seen, string nonce)
    {
        if (Param(seen, "nonce") != nonce || Param(seen, "uri") != seen.Target)
            return false;
        var method = Hash($"{seen.Method}:{seen.Target}");
        return Param(seen, "response") == Hash($"{Hash("Mufasa:proxy:Circle of Life")}:{nonce}:{Param(seen, "nc")}:{Param(seen, "cnonce")}:auth:{method}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Shown(ProxySeen seen) => Param(seen, "uri") is { } uri ? $"{uri} {Param(seen, "nonce")} {Param(seen, "nc")}" : null;

    private static string? Param(ProxySeen seen, string name) =>
        seen.ProxyAuthorization is { } field ? CredentialsReader.Read(field).Credentials!.Find(name) : null;
}
