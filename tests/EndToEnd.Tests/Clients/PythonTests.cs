using Xunit;

namespace Countersign.EndToEnd.Clients;

/// <summary>httpie and Python's requests, which both are written on requests' own authentication.</summary>
public sealed class PythonTests(SiteFixture fixture)
{
    private const string Python = "/usr/bin/python3";
    private readonly Site _site = fixture.Site;

    [Theory]
    [InlineData("basic", "/basic/x", "anna:correct horse", 0)]
    [InlineData("digest", "/strong/x", "sensor1:s3cret", 0)]
    [InlineData("digest", "/old/x", "sensor1:s3cret", 0)]
    [InlineData("basic", "/basic/x", "bo:wrong", 4)]
    [InlineData("digest", "/strong/x", "sensor1:wrong", 4)]
    public async Task Httpie_gets_in_with_the_right_password_only(string kind, string path, string login, int code)
    {
        Programs.Need("/usr/bin/http");

        var ran = await Programs.RunAsync("/usr/bin/http", ["--ignore-stdin", "--check-status", "--auth-type", kind, "--auth", login, "GET", _site.Url(path)]);

        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
    }

    [Theory]
    [InlineData("HTTPBasicAuth('anna', 'correct horse')", "/basic/x", "200 None anna")]
    [InlineData("HTTPBasicAuth('dora', 'pässwörd'.encode())", "/basic/x", "200 None dora")]
    [InlineData("HTTPDigestAuth('sensor1', 's3cret')", "/strong/x", "200 None sensor1")]
    [InlineData("HTTPDigestAuth('sensor1', 's3cret')", "/old/x?q=1", "200 None sensor1")]
    [InlineData("HTTPBasicAuth('anna', 'wrong')", "/basic/x", "401 basic-wrong-password None")]
    [InlineData("HTTPDigestAuth('sensor1', 'wrong')", "/strong/x", "401 digest-response-wrong None")]
    [InlineData("None", "/strong/x", "401 credentials-missing None")]
    public async Task Requests_gets_in_with_the_right_password_only(string auth, string path, string expected)
    {
        NeedRequests();

        var ran = await Programs.RunAsync(Python, ["-c", $"""
            import requests
            from requests.auth import HTTPBasicAuth, HTTPDigestAuth
            answer = requests.get('{_site.Url(path)}', auth={auth})
            said = answer.json()
            print(answer.status_code, said.get('reason'), said.get('headers', {"{}"}).get('x-forwarded-user'))
            """]);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(expected, ran.Output.Trim());
    }

    [Fact]
    public async Task A_session_of_requests_counts_its_digests_up_without_a_second_challenge()
    {
        NeedRequests();

        var ran = await Programs.RunAsync(Python, ["-c", $"""
            import requests
            from requests.auth import HTTPDigestAuth
            with requests.Session() as session:
                session.auth = HTTPDigestAuth('sensor1', 's3cret')
                print([(a.status_code, len(a.history)) for a in [session.get('{_site.Url("/strong/x")}') for _ in range(4)]])
            """]);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal("[(200, 1), (200, 0), (200, 0), (200, 0)]", ran.Output.Trim());
    }

    private static void NeedRequests() =>
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/requests"), "Python's requests is not installed");
}
