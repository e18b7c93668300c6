using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Clients;

public sealed class CurlTests(SiteFixture fixture)
{
    private readonly Site _site = fixture.Site;

    [Theory]
    [InlineData("anna:correct horse")]
    [InlineData("bo:b:colon:s")]
    [InlineData("carl:sha1-user")]
    [InlineData("dora:pässwörd")]
    public async Task Gets_in_by_basic(string login)
    {
        var (status, body) = await Programs.CurlAsync("--basic", "--user", login, _site.Url("/basic/x"));

        Assert.Equal(200, status);
        var headers = JsonDocument.Parse(body).RootElement.GetProperty("headers");
        Assert.Equal(login.Split(':')[0], headers.GetProperty("x-forwarded-user").GetString());
        Assert.False(headers.TryGetProperty("authorization", out _), "the gateway's credentials reached the upstream");
    }

    [Theory]
    [InlineData("/digest/x?a=1&b=%20")]
    [InlineData("/strong/x")]
    [InlineData("/old/x")]
    public async Task Gets_in_by_digest(string path)
    {
        var (status, body) = await Programs.CurlAsync("--digest", "--user", ExampleSite.Sensor, _site.Url(path));

        Assert.Equal(200, status);
        Assert.Contains("\"sensor1\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/strong/x", "algorithm=SHA-256")]
    [InlineData("/old/x", "algorithm=MD5")]
    public async Task Answers_digest_with_the_algorithm_of_the_route(string path, string expected)
    {
        Programs.Need("/usr/bin/curl");
        var ran = await Programs.RunAsync("curl", ["--silent", "--verbose", "--noproxy", "*", "--digest", "--user", ExampleSite.Sensor, _site.Url(path)]);

        Assert.Contains(ran.Error.Split('\n'), line => line.StartsWith("> Authorization: Digest ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
        Assert.Contains("< Authentication-Info:", ran.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Posts_a_body_by_digest()
    {
        var (status, body) = await Programs.CurlAsync("--digest", "--user", ExampleSite.Sensor, "--data", "temperature=21", _site.Url("/digest/readings"));

        Assert.Equal(200, status);
        Assert.Equal("temperature=21", JsonDocument.Parse(body).RootElement.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("/any/x", "sensor1:s3cret")]
    [InlineData("/basic/x", "anna:correct horse")]
    [InlineData("/strong/x", "sensor1:s3cret")]
    public async Task Finds_the_way_in_by_itself(string path, string login)
    {
        var (status, _) = await Programs.CurlAsync("--anyauth", "--user", login, _site.Url(path));

        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData("--basic", "/basic/x", "anna:wrong", "basic-wrong-password")]
    [InlineData("--basic", "/basic/x", "nobody:wrong", "basic-wrong-password")]
    [InlineData("--digest", "/strong/x", "sensor1:wrong", "digest-response-wrong")]
    [InlineData("--digest", "/old/x", "sensor1:wrong", "digest-response-wrong")]
    [InlineData("--anyauth", "/any/x", "sensor1:wrong", "digest-response-wrong")]
    [InlineData("--basic", "/digest/x", "sensor1:s3cret", "scheme-not-offered")]
    public async Task Is_told_why_wrong_credentials_are_refused(string kind, string path, string login, string reason)
    {
        var (status, body) = await Programs.CurlAsync(kind, "--user", login, _site.Url(path));

        Assert.Equal(401, status);
        Assert.Equal(reason, JsonDocument.Parse(body).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Is_challenged_once_per_algorithm_and_scheme_each_in_its_own_line()
    {
        var (status, head) = await Programs.CurlAsync("--dump-header", "-", "--output", "/dev/null", _site.Url("/any/x"));

        Assert.Equal(401, status);
        var challenges = head.Split("\r\n").Where(line => line.StartsWith("WWW-Authenticate: ", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.Collection(
            challenges,
            line => Assert.Contains("SHA-256", line, StringComparison.Ordinal),
            line => Assert.Contains("MD5", line, StringComparison.Ordinal),
            line => Assert.EndsWith("Basic realm=\"Staging\", charset=\"UTF-8\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Receives_an_event_before_the_stream_ends()
    {
        Programs.Need("/usr/bin/curl");
        using var curl = Programs.Start("curl", "--silent", "--no-buffer", "--noproxy", "*", "--user", ExampleSite.Anna, _site.Url("/basic/events"));

        var first = await curl.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        _site.Upstream.ReleaseSecondEvent();
        var rest = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("data: first", first);
        Assert.Equal("\ndata: second\n\n", rest);
    }
}
