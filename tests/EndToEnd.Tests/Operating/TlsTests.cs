using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>A listener with a certificate of its own, which is renewed while it serves.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Yaml = """
        listen: { url: "https://127.0.0.1:0", certificate: ./server.pem, key: ./server.key }
        schemes:
          staff: { type: basic, realm: Staging, htpasswd: ./users.htpasswd }
        routes:
          - { name: all, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private readonly TestAuthority _authority = new();
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        await _site.WriteAsync("ca.pem", _authority.Pem);
        await _site.WriteAsync("users.htpasswd", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "examples", "users.htpasswd")));
        await RenewAsync("first");
        await _site.ConfigureAsync(Yaml);
        await _site.StartAsync(listensAsConfigured: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("--http1.1", "1.1")]
    [InlineData("--http2", "2")]
    [InlineData("--http2-prior-knowledge", "2")]
    public async Task Curl_gets_in_over_every_version_and_the_upstream_learns_of_tls(string option, string version)
    {
        var (status, body) = await CurlAsync(option, "--user", ExampleSite.Anna, "--write-out", "\n%{http_version}\n%{http_code}");

        Assert.Equal(200, status);
        Assert.EndsWith("\n" + version, body, StringComparison.Ordinal);
        Assert.Contains("\"x-forwarded-proto\":\"https\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Curl_is_challenged_over_every_version(string option)
    {
        var (status, head) = await CurlAsync(option, "--dump-header", "-", "--output", "/dev/null");

        Assert.Equal(401, status);
        Assert.Contains("www-authenticate: basic realm=\"staging\"", head.ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_trusts_nobody_without_the_authority()
    {
        Programs.Need("/usr/bin/curl");

        var ran = await Programs.RunAsync("curl", ["--silent", "--noproxy", "*", _site.Url("/")]);

        Assert.Equal(60, ran.Code);
    }

    [Theory]
    [InlineData("--tls-max", "1.2", "TLSv1.2")]
    [InlineData("--tlsv1.3", null, "TLSv1.3")]
    public async Task Curl_speaks_current_versions_of_tls(string option, string? value, string expected)
    {
        Programs.Need("/usr/bin/curl");
        string[] version = value is null ? [option] : [option, value];

        var ran = await Programs.RunAsync("curl", ["--silent", "--verbose", "--noproxy", "*", "--cacert", _site.PathOf("ca.pem"), .. version, _site.Url("/")]);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains($"SSL connection using {expected}", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_connections_and_cuts_no_old_one()
    {
        var connections = 0;
        using var client = Client(() => Interlocked.Increment(ref connections));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        Assert.Equal("CN=first", await ShownAsync());

        await RenewAsync("second");

        Assert.Equal("CN=second", await Eventually.UntilAsync(ShownAsync, name => name == "CN=second"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        Assert.Equal(1, connections);
        Assert.Equal(401, (await CurlAsync()).Status);
    }

    [Theory]
    [InlineData("no certificate", null)]
    [InlineData("", null)]
    [InlineData(null, "no key")]
    [InlineData(null, "")]
    [InlineData(null, "another's key")]
    public async Task A_broken_new_certificate_leaves_the_old_one_in_place_until_a_good_one_comes(string? certificate, string? key)
    {
        var (goodCertificate, goodKey) = _authority.Issue("never shown");
        await _site.WriteAsync("server.key", key == "another's key" ? _authority.Issue("another").Key : key ?? goodKey);
        await _site.WriteAsync("server.pem", certificate ?? goodCertificate);

        // The files are looked at every second.
        for (var turn = 0; turn < 5; turn++)
        {
            Assert.Equal("CN=first", await ShownAsync());
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.Equal(401, (await CurlAsync()).Status);
        await _site.Gateway.TellsAsync("server.pem was not taken");
        await RenewAsync("third");
        Assert.Equal("CN=third", await Eventually.UntilAsync(ShownAsync, name => name == "CN=third"));
    }

    [Fact]
    public async Task Files_that_went_away_leave_the_old_certificate_in_place()
    {
        File.Delete(_site.PathOf("server.key"));
        File.Delete(_site.PathOf("server.pem"));
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);

        Assert.Equal("CN=first", await ShownAsync());
        Assert.False(_site.Gateway.HasEnded);
    }

    [Theory]
    [InlineData("no certificate", null)]
    [InlineData(null, "another's key")]
    public async Task A_gateway_does_not_start_with_a_broken_certificate_and_says_so(string? certificate, string? key)
    {
        await using var site = await Site.CreateAsync();
        var (goodCertificate, goodKey) = _authority.Issue("never shown");
        await site.WriteAsync("server.pem", certificate ?? goodCertificate);
        await site.WriteAsync("server.key", key is null ? goodKey : _authority.Issue("another").Key);
        await site.ConfigureAsync("""
            listen: { url: "https://127.0.0.1:0", certificate: ./server.pem, key: ./server.key }
            routes:
              - { name: all, access: deny }
            """);

        var ran = await Programs.CountersignAsync("run", "--config", site.Configuration);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"countersign: The certificate {site.PathOf("server.pem")} can't be used: ", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
    }

    private async Task RenewAsync(string name)
    {
        // As certificate programs do it: one file after the other.
        var (certificate, key) = _authority.Issue(name);
        await _site.WriteAsync("server.pem", certificate);
        await _site.WriteAsync("server.key", key);
    }

    private Task<(int Status, string Body)> CurlAsync(params string[] arguments) =>
        Programs.CurlAsync(["--cacert", _site.PathOf("ca.pem"), .. arguments, _site.Url("/x")]);

    /// <summary>The subject of the certificate that a new connection is shown.</summary>
    private async Task<string> ShownAsync()
    {
        var url = new Uri(_site.Gateway.Url);
        using var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(Trusting("localhost"), TestContext.Current.CancellationToken);
        return tls.RemoteCertificate!.Subject;
    }

    private SslClientAuthenticationOptions Trusting(string host)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_authority.Pem));
        return new() { TargetHost = host, CertificateChainPolicy = policy, EnabledSslProtocols = SslProtocols.None };
    }

    private HttpClient Client(Action connected) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        SslOptions = Trusting("127.0.0.1"),
        ConnectCallback = async (context, cancel) =>
        {
            connected();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(_site.Url("/x")), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
