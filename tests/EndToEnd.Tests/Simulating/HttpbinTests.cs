using System.Globalization;
using Countersign.EndToEnd.Client;
using Countersign.Lab.Simulator;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>
/// What httpbin's own test suite expects of its authentication, and what its users meet beside that, asked of Debian's httpbin and of the simulator by the same curl. Where
/// they differ, the row says by which section; docs/explanation/simulator-and-httpbin.md tells it.
/// </summary>
public sealed class HttpbinTests(HttpbinTests.Both both) : IClassFixture<HttpbinTests.Both>
{
    private const string Gunicorn = "/usr/bin/gunicorn";
    private const string Package = "/usr/lib/python3/dist-packages/httpbin/core.py";
    private const string Login = "-u user:passwd";
    private const string Basic = "/basic-auth/user/passwd";
    private const string Hidden = "/hidden-basic-auth/user/passwd";
    private const string Digest = "/digest-auth/auth/user/passwd";

    /// <summary>Target, arguments of curl, statuses of httpbin and the simulator, and the section where these differ.</summary>
    public static TheoryData<string, string, int, int, string?> Cases() => new()
    {
        // Basic asks, lets in whom the path names, and nobody else.
        { Basic, "", 401, 401, null },
        { Basic, Login, 200, 200, null },
        { Basic, "-u user:wrong", 401, 401, null },
        { "/basic-auth/user/pa:ss", "-u user:pa:ss", 200, 200, null },
        { "/basic-auth/J%C3%BCrgen/passwd", "-u J\u00fcrgen:passwd", 200, 200, null },
        { Basic, "-H Authorization:\u00a0basic\u00a0dXNlcjpwYXNzd2Q=", 200, 200, null },
        { Basic, "-H Authorization:\u00a0Basic\u00a0!!!", 401, 400, "RFC 9110 §11.4" },
        { Basic, "-H Authorization:\u00a0Basic\u00a0dXNlcjpwYXNzd2Q= -H Authorization:\u00a0Basic\u00a0dXNlcjpwYXNzd2Q=", 200, 400, "RFC 9110 §5.3" },
        { Basic, $"{Login} -d a=1", 405, 200, "RFC 9110 §9.1" },

        // Its hidden sister says 404 where Basic says 401.
        { Hidden, "", 404, 404, null },
        { Hidden, Login, 200, 200, null },
        { Hidden, "-u user:wrong", 404, 404, null },

        // Digest asks first, by every algorithm and quality that the suite runs through.
        { Digest, "", 401, 401, null },
        { Digest, $"--digest {Login}", 200, 200, null },
        { Digest, "--digest -u user:wrong", 401, 401, null },
        { $"{Digest}/MD5", $"--digest {Login}", 200, 200, null },
        { $"{Digest}/SHA-256", $"--digest {Login}", 200, 200, null },
        { "/digest-auth/auth-int/user/passwd", $"--digest {Login}", 200, 200, null },
        { "/digest-auth/auth-int/user/passwd/SHA-256", $"--digest {Login}", 200, 200, null },
        { $"{Digest}/MD5/never", $"--digest {Login}", 200, 200, null },

        // Credentials of another scheme are none.
        { Digest, Login, 401, 401, null },

        // Without a qop that is known, httpbin takes the digest of RFC 2069.
        { "/digest-auth/none/user/passwd", $"--digest {Login}", 200, 200, null },
        { "/digest-auth/unheard/user/passwd", $"--digest {Login}", 200, 400, "RFC 7616 §3.3" },

        // An algorithm that nobody has registered, and one that httpbin takes for MD5.
        { $"{Digest}/SHA-512", "", 401, 400, "RFC 7616 §6.1" },
        { $"{Digest}/MD5-sess", $"--digest {Login}", 200, 200, null },

        // A query is part of what is hashed; httpbin fails over it, and so over the cookie that it asks for.
        { $"{Digest}?a=1", $"--digest {Login}", 500, 200, "RFC 7616 §3.4.6" },
        { $"{Digest}?require-cookie=1", $"--digest {Login}", 401, 401, null },
        { $"{Digest}?require-cookie=1", $"--digest {Login} -b ", 500, 200, "RFC 7616 §3.4.6" },

        // Statuses on their own.
        { "/status/401", "", 401, 401, null },
        { "/status/407", "", 407, 407, null },
        { "/status/418", "", 418, 418, null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_httpbin_does_or_differs_by_a_section(string target, string arguments, int httpbin, int ours, string? section)
    {
        var words = arguments.Split(' ', StringSplitOptions.TrimEntries).Where(word => arguments.Length > 0).Select(word => word.Replace('\u00a0', ' ')).ToArray();

        Assert.Equal((httpbin, ours), ((await Programs.CurlAsync([.. words, both.Httpbin.Origin + target])).Status, (await Programs.CurlAsync([.. words, both.Ours + target])).Status));
        Assert.Equal(httpbin == ours, section is null);
    }

    [Fact]
    public void Every_difference_is_told()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "explanation", "simulator-and-httpbin.md"));

        Assert.All(Cases().Select(row => row.Data.Item5).OfType<string>(), section => Assert.Contains(section, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/status/407", "Proxy-Authenticate", false)]
    [InlineData("/status/401", "WWW-Authenticate", true)]
    [InlineData(Basic, "WWW-Authenticate", true)]
    public async Task Sends_the_challenge_that_a_status_demands(string target, string field, bool hasHttpbin)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal(hasHttpbin, (await http.GetAsync(new Uri(both.Httpbin.Origin + target), TestContext.Current.CancellationToken)).Headers.Contains(field));
        Assert.True((await http.GetAsync(new Uri(both.Ours + target), TestContext.Current.CancellationToken)).Headers.Contains(field));
    }

    [Theory]
    [InlineData("/get?a=1&b=2&b=3", "")]
    [InlineData("/headers", "-H X-Test:1")]
    [InlineData("/ip", "")]
    [InlineData("/user-agent", "-A suite/1")]
    [InlineData("/post", "-d a=1&b=2")]
    [InlineData("/post?x=1", "-H Content-Type:application/json --data-binary {\"a\":[1]}")]
    [InlineData("/put", "-X PUT -F file=@/etc/hostname -F a=1")]
    [InlineData("/patch", "-X PATCH -d a")]
    [InlineData("/delete", "-X DELETE")]
    [InlineData("/anything/a/b", "-X PUT -d a=1")]
    [InlineData("/cookies", "-b a=1;b=2")]
    [InlineData("/response-headers?X-A=1&X-A=2", "", "Content-Length", "Content-Type")]
    [InlineData("/anything", "-d a=1 -d a=2")]
    [InlineData("/gzip", "--compressed")]
    [InlineData("/deflate", "--compressed")]
    [InlineData("/brotli", "--compressed")]
    public async Task Echoes_what_httpbin_does(string target, string arguments, params string[] without)
    {
        string[] words = arguments.Length == 0 ? [] : arguments.Split(' ');

        // The address of each stands in its echo.
        var theirs = (await Programs.CurlAsync([.. words, both.Httpbin.Origin + target])).Body.Replace(both.Httpbin.Origin, "ORIGIN", StringComparison.Ordinal);
        var own = (await Programs.CurlAsync([.. words, both.Ours + target])).Body.Replace(both.Ours, "ORIGIN", StringComparison.Ordinal);

        Assert.Equal(Members(theirs, without), Members(own, without));
    }

    [Theory]
    [InlineData("/digest-auth/auth/user/passwd", 2, 200, 401)]
    [InlineData("/digest-auth/auth/user/other", 1, 401, 400)]
    public async Task Knows_a_nonce_that_was_used_and_an_address_that_is_not_asked_for(string uri, int times, int httpbin, int ours)
    {
        Assert.Equal((httpbin, ours), (await LastAsync(both.Httpbin.Origin, uri, times), await LastAsync(both.Ours, uri, times)));
    }

    [Fact]
    public async Task Says_the_algorithm_that_is_asked_for()
    {
        var theirs = (await ChallengeAsync(both.Httpbin.Origin, $"{Digest}/MD5-sess")).Find("algorithm");
        var own = (await ChallengeAsync(both.Ours, $"{Digest}/MD5-sess")).Find("algorithm");

        Assert.Equal(("MD5", "MD5-sess"), (theirs, own));
    }

    /// <summary>The status of the last of some requests with the same credentials for an address.</summary>
    private static async Task<int> LastAsync(string origin, string uri, int times)
    {
        var demand = DigestDemand.Read(await ChallengeAsync(origin, Digest), out _)!;
        var authorization = new DigestProver(demand, new("user", "passwd")).Authorization("GET", new(uri, demand.Nonce, "00000001", "0a4f113b", "auth"), []);
        var status = 0;
        for (var time = 0; time < times; time++)
            status = (await Programs.CurlAsync("-H", $"Authorization: {authorization}", origin + Digest)).Status;
        return status;
    }

    private static async Task<Challenge> ChallengeAsync(string origin, string target)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var answer = await http.GetAsync(new Uri(origin + target), TestContext.Current.CancellationToken);
        return ChallengeReader.Read(answer.Headers.NonValidated["WWW-Authenticate"].ToString()).Challenges[0];
    }

    private static string Members(string json, string[] without) => EchoText.Of(json, [.. without, "Host"]);

    /// <summary>Both servers.</summary>
    public sealed class Both : IAsyncLifetime
    {
        private RealServer? _httpbin;
        private SimulatedServer? _simulator;

        internal RealServer Httpbin => _httpbin!;

        internal string Ours => _simulator!.Url.GetLeftPart(UriPartial.Authority);

        public async ValueTask InitializeAsync()
        {
            Programs.Need(Package);
            _httpbin = await RealServer.StartAsync(Gunicorn, server => ["--bind", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}"), "--workers", "2", "httpbin:app"]);
            _simulator = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (_simulator is not null)
                await _simulator.DisposeAsync();
            if (_httpbin is not null)
                await _httpbin.DisposeAsync();
        }
    }
}
