using System.Globalization;
using System.Text.Json;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>The simulator's Digest as real curl meets it.</summary>
public sealed class CurlDigestTests : IAsyncLifetime
{
    private SimulatedServer? _server;

    public async ValueTask InitializeAsync() => _server = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData("/digest-auth/auth/anna/secret")]
    [InlineData("/digest-auth/auth/anna/secret/MD5")]
    [InlineData("/digest-auth/auth/anna/secret/MD5-sess")]
    [InlineData("/digest-auth/auth/anna/secret/SHA-256")]
    [InlineData("/digest-auth/auth/anna/secret/SHA-256-sess")]
    [InlineData("/digest-auth/both/anna/secret/SHA-256")]
    [InlineData("/digest-auth/auth-int/anna/secret/SHA-256")]
    [InlineData("/digest-auth/none/anna/secret/MD5")]
    [InlineData("/hidden-digest-auth/auth/anna/secret/SHA-256?a=1&b=%20", 404)]
    [InlineData("/sim/401/digest?algorithm=SHA-256,MD5&opaque=abc&domain=/sim/")]
    [InlineData("/sim/401/digest?userhash=true")]
    [InlineData("/sim/401/digest?realm=Caf%C3%A9%20%22x%22")]
    [InlineData("/sim/401/digest?digest=swapped")]
    [InlineData("/sim/401/digest?stale=once&client=once")]
    [InlineData("/sim/401/digest?digest=no-realm", 401)]
    [InlineData("/sim/401/digest?digest=unknown-algorithm", 401)]
    [InlineData("/sim/401/digest?digest=two-realms", 401)]
    public async Task Curl_gets(string target, int status = 200) => Assert.Equal(status, (await CurlAsync(Url(target))).Status);

    [Theory]
    [InlineData("auth", 200)]
    [InlineData("both", 200)]

    // It hashes no content.
    [InlineData("auth-int", 401)]
    public async Task Curl_posts(string qop, int status)
    {
        var (got, body) = await CurlAsync("--data", "temperature=21", Url($"/digest-auth/{qop}/anna/secret/SHA-256"));

        Assert.Equal(status, got);
        if (status == 401)
            Assert.Equal("digest-response-wrong", JsonDocument.Parse(body).RootElement.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("SHA-512-256")]
    [InlineData("SHA-512-256-sess")]
    public async Task Curl_gets_in_by_the_backup_algorithm_since_it_has_it(string algorithm)
    {
        // Before 8.7 it computed SHA-256 under that name.
        var version = Version.Parse((await Programs.RunAsync("curl", ["--version"])).Output.Split(' ')[1]);

        Assert.Equal(version >= new Version(8, 7) ? 200 : 401, (await CurlAsync(Url($"/digest-auth/auth/anna/secret/{algorithm}"))).Status);
    }

    [Fact]
    public async Task Curl_is_told_why_a_wrong_password_is_refused()
    {
        var (status, body) = await Programs.CurlAsync("--digest", "--user", "anna:wrong", Url("/digest-auth/auth/anna/secret/SHA-256"));

        Assert.Equal(401, status);
        Assert.Equal("digest-response-wrong", JsonDocument.Parse(body).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Curl_goes_on_when_a_nonce_is_stale()
    {
        var url = Url("/digest-auth/auth/anna/secret/SHA-256/1");
        var ran = await Programs.RunAsync("curl", ["--silent", "--noproxy", "*", "--digest", "--user", "anna:secret", "--output", "/dev/null", "--write-out", "%{http_code}:%{num_connects} ", url, "--output", "/dev/null", url]);

        Assert.Equal(["200", "200"], ran.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(':')[0]));
    }

    [Theory]
    [InlineData(false, 401)]
    [InlineData(true, 200)]
    public async Task Curl_needs_a_cookie_where_it_is_demanded(bool keepsCookies, int status) =>
        Assert.Equal(status, (await CurlAsync([.. keepsCookies ? ["--cookie", ""] : Array.Empty<string>(), Url("/digest-auth/auth/anna/secret/SHA-256?require-cookie=1")])).Status);

    private static Task<(int Status, string Body)> CurlAsync(params string[] arguments) => Programs.CurlAsync(["--digest", "--user", "anna:secret", .. arguments]);

    private string Url(string target) => string.Create(CultureInfo.InvariantCulture, $"{_server!.Url.GetLeftPart(UriPartial.Authority)}{target}");
}
