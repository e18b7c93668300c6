using System.Net;
using Countersign.Client;
using Countersign.EndToEnd.Tokens;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>Clients that people use, against what the simulator does rightly.</summary>
public sealed class ClientsTests(SimulatorSite site) : IClassFixture<SimulatorSite>
{
    private const string Python = "/usr/bin/python3";

    public static TheoryData<string> Algorithms => ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"];

    [Theory]
    [InlineData("/basic-auth/anna/secret", "--basic", false, 200)]
    [InlineData("/basic-auth/anna/secret", "--basic", true, 200)]
    [InlineData("/basic-auth/anna/secret", "--anyauth", true, 200)]
    [InlineData("/basic-auth/anna/other", "--basic", false, 401)]
    [InlineData("/hidden-basic-auth/anna/secret", "--basic", false, 200)]
    [InlineData("/hidden-basic-auth/anna/secret", "--anyauth", false, 404)]
    [InlineData("/sim/401/digest,basic?algorithm=SHA-256,MD5", "--anyauth", true, 200)]
    public async Task Curl_gets(string target, string kind, bool isTls, int status) =>
        Assert.Equal(status, (await Programs.CurlAsync(kind, "--user", "anna:secret", "--cacert", site.Authority, site.Url(target, isTls))).Status);

    [Theory]
    [InlineData("--http1.1", true, "1.1")]
    [InlineData("--http2", true, "2")]
    [InlineData("--http2-prior-knowledge", false, "2")]
    public async Task Curl_speaks(string version, bool isTls, string spoken)
    {
        // curl 7.88 sends no second request where it began with the preface, so it is not asked to answer a challenge.
        var ran = await Programs.RunAsync("curl", ["--silent", "--noproxy", "*", version, "--basic", "--user", "anna:secret", "--cacert", site.Authority, "--output", "/dev/null", "--write-out", "%{http_version} %{http_code}", site.Url("/basic-auth/anna/secret", isTls)]);

        Assert.Equal($"{spoken} 200", ran.Output);
    }

    [Theory]
    [InlineData("http://simulator.test/basic-auth/anna/secret", "--proxy-basic", 200)]
    [InlineData("https://simulator.test/basic-auth/anna/secret", "--proxy-basic", 200)]
    [InlineData("http://digest.simulator.test/basic-auth/anna/secret", "--proxy-digest", 200)]
    [InlineData("https://digest.simulator.test/basic-auth/anna/secret", "--proxy-digest", 200)]
    [InlineData("https://simulator.test/basic-auth/anna/secret", "--proxy-anyauth", 200)]
    [InlineData("http://strip-authorization.simulator.test/basic-auth/anna/secret", "--proxy-basic", 401)]
    public async Task Curl_gets_through_the_proxy(string url, string kind, int status)
    {
        var ran = await Programs.RunAsync("curl", ["--silent", "--noproxy", "", "--proxy", site.Server.ProxyUrl!.ToString(), kind, "--proxy-user", "anna:secret", "--user", "anna:secret", "--cacert", site.Authority, "--output", "/dev/null", "--write-out", "%{http_code}", url]);

        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), ran.Output);
    }

    [Theory]
    [InlineData("basic", "/basic-auth/anna/secret", 0)]
    [InlineData("digest", "/digest-auth/auth/anna/secret", 0)]
    [InlineData("digest", "/digest-auth/auth/anna/secret/MD5-sess", 0)]
    [InlineData("digest", "/digest-auth/auth/anna/secret/SHA-256", 0)]
    [InlineData("digest", "/digest-auth/auth/anna/secret/SHA-256/1", 0)]
    [InlineData("digest", "/digest-auth/auth/anna/other", 4)]
    public async Task Httpie_gets(string kind, string target, int code)
    {
        Programs.Need("/usr/bin/http");

        var ran = await Programs.RunAsync("/usr/bin/http", ["--ignore-stdin", "--check-status", "--auth-type", kind, "--auth", "anna:secret", "GET", site.Url(target)]);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
    }

    [Theory]
    [InlineData("HTTPBasicAuth", "/basic-auth/anna/secret", true, 200)]
    [InlineData("HTTPDigestAuth", "/digest-auth/auth/anna/secret/MD5", false, 200)]
    [InlineData("HTTPDigestAuth", "/digest-auth/both/anna/secret/SHA-256", true, 200)]
    [InlineData("HTTPDigestAuth", "/digest-auth/none/anna/secret/MD5", false, 200)]
    [InlineData("HTTPDigestAuth", "/digest-auth/auth/anna/secret/SHA-256?a=1", true, 200)]
    public async Task Requests_gets(string auth, string target, bool isTls, int status)
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/requests"), "Python's requests is not installed");

        var ran = await Programs.RunAsync(Python, ["-c", $"""
            import requests, requests.auth
            print(requests.get('{site.Url(target, isTls)}', auth=requests.auth.{auth}('anna', 'secret'), verify='{site.Authority}').status_code)
            """]);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), ran.Output.Trim());
    }

    [Theory]
    [InlineData("axios", "/basic-auth/anna/secret", "secret", 200)]
    [InlineData("axios", "/basic-auth/anna/secret", "wrong", 401)]
    [InlineData("axios", "/hidden-basic-auth/anna/secret", "secret", 200)]
    [InlineData("undici", "/basic-auth/anna/secret", "secret", 200)]
    [InlineData("undici", "/basic-auth/anna/secret", "wrong", 401)]
    [InlineData("fetch", "/basic-auth/anna/secret", "secret", 200)]
    [InlineData("fetch", "/basic-auth/anna/secret", "wrong", 401)]
    public async Task Clients_of_Node_get(string client, string target, string password, int status)
    {
        await using var peer = Peer.Start("simulated.mjs", site.Authority);
        foreach (var isTls in new[] { false, true })
        {
            var answer = await peer.AskAsync("get", new { client, url = site.Url(target, isTls), user = "anna", password });

            Assert.Equal(status, answer.GetProperty("status").GetInt32());
            if (status == 401)
                Assert.StartsWith("Basic ", answer.GetProperty("challenge").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("MD5-sess")]
    [InlineData("SHA-256")]
    [InlineData("SHA-256-sess")]
    public async Task The_frameworks_client_gets_in_by_the_algorithms_that_it_has(string algorithm)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, Credentials = new NetworkCredential("anna", "secret") });
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(site.Url($"/digest-auth/auth/anna/secret/{algorithm}")), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(new Uri(site.Url($"/digest-auth/both/anna/secret/{algorithm}")), new StringContent("a=1"), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(site.Url("/basic-auth/anna/secret")), cancel)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Our_client_gets_in_by_all_of_them(string algorithm)
    {
        var options = new ReauthenticationOptions();
        options.AddDigest(site.Server.Url.ToString(), "anna", new("secret"), digest => digest.AllowMd5 = true);
        using var http = new HttpClient(new ReauthenticationHandler(options, new SocketsHttpHandler { UseProxy = false }));
        var cancel = TestContext.Current.CancellationToken;

        foreach (var qop in new[] { "auth", "auth-int", "both" })
            Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(new Uri(site.Url($"/digest-auth/{qop}/anna/secret/{algorithm}")), new StringContent("a=1"), cancel)).StatusCode);
        for (var time = 0; time < 3; time++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(site.Url($"/digest-auth/auth/anna/secret/{algorithm}/1")), cancel)).StatusCode);
    }
}
