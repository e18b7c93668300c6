using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The addresses beside authentication, which suites written for httpbin ask too.</summary>
public sealed class EchoTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = simulator.Url };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Says_query_fields_and_address_of_a_GET()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/get?a=1&b=2&b=3") { Headers = { { "x-test", "yes" } } };
        var said = await JsonAsync(await SendAsync(request));

        Assert.Equal("1", said.GetProperty("args").GetProperty("a").GetString());
        Assert.Equal(2, said.GetProperty("args").GetProperty("b").GetArrayLength());
        Assert.Equal("yes", said.GetProperty("headers").GetProperty("X-Test").GetString());
        Assert.Equal("127.0.0.1", said.GetProperty("origin").GetString());
        Assert.Equal($"{simulator.Url}get?a=1&b=2&b=3", said.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("POST", "/post")]
    [InlineData("PUT", "/put")]
    [InlineData("PATCH", "/patch")]
    [InlineData("DELETE", "/delete")]
    [InlineData("POST", "/anything")]
    [InlineData("REPORT", "/anything/a/b%20c")]
    public async Task Says_JSON_that_came(string method, string target)
    {
        var said = await JsonAsync(await SendAsync(new(new(method), target) { Content = new StringContent("{\"a\": [1]}", Encoding.UTF8, "application/json") }));

        Assert.Equal("{\"a\": [1]}", said.GetProperty("data").GetString());
        Assert.Equal(1, said.GetProperty("json").GetProperty("a")[0].GetInt32());
        Assert.Empty(said.GetProperty("form").EnumerateObject());
        if (target.StartsWith("/anything", StringComparison.Ordinal))
            Assert.Equal(method, said.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Says_the_fields_and_files_of_a_form()
    {
        using var form = new MultipartFormDataContent { { new StringContent("anna"), "name" }, { new ByteArrayContent([0xff, 0]), "photo", "a.png" }, { new StringContent("grüß"), "note", "a.txt" } };
        var said = await JsonAsync(await SendAsync(new(HttpMethod.Post, "/post") { Content = form }));

        Assert.Equal("anna", said.GetProperty("form").GetProperty("name").GetString());
        Assert.Equal("data:application/octet-stream;base64,/wA=", said.GetProperty("files").GetProperty("photo").GetString());
        Assert.Equal("grüß", said.GetProperty("files").GetProperty("note").GetString());
        Assert.Equal("", said.GetProperty("data").GetString());
    }

    [Fact]
    public async Task Refuses_a_form_that_is_none() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(new(HttpMethod.Post, "/post") { Content = new StringContent("a", null, "multipart/form-data") })).StatusCode);

    [Fact]
    public async Task Says_octets_that_are_no_text() =>
        Assert.Equal("data:application/octet-stream;base64,/wA=", (await JsonAsync(await SendAsync(new(HttpMethod.Post, "/post") { Content = new ByteArrayContent([0xff, 0]) }))).GetProperty("data").GetString());

    [Fact]
    public async Task What_strangers_send_comes_back_as_no_page() =>
        Assert.DoesNotContain("<script", await (await GetAsync("/response-headers?Content-Type=text/html&x=<script>")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

    [Theory]
    [InlineData("/post")]
    [InlineData("/delete")]
    public async Task Says_which_methods_there_are(string target)
    {
        var answer = await GetAsync(target);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal([target[1..].ToUpperInvariant(), "OPTIONS"], answer.Content.Headers.Allow.OrderBy(method => method == "OPTIONS"));
        Assert.True(answer.Headers.Contains("Countersign-Simulated"));
    }

    [Fact]
    public async Task What_is_not_there_is_marked_too()
    {
        var answer = await GetAsync("/nothing");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Countersign-Simulated"));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/redirect/3", 302, "/relative-redirect/2")]
    [InlineData("/redirect/1", 302, "/get")]
    [InlineData("/redirect/3?absolute=true", 302, "URL/absolute-redirect/2")]
    [InlineData("/absolute-redirect/1", 302, "URL/get")]
    [InlineData("/redirect-to?url=https://a.example/%C3%A9", 302, "https://a.example/é")]
    [InlineData("/redirect-to?url=/get&status_code=308", 308, "/get")]
    [InlineData("/redirect-to?url=/get&status_code=200", 400, null)]
    [InlineData("/redirect-to?url=/a%0d%0aX-Y:1", 400, null)]
    [InlineData("/redirect-to", 400, null)]
    [InlineData("/redirect/0", 400, null)]
    public async Task Redirects(string target, int status, string? location)
    {
        var answer = await GetAsync(target);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(location?.Replace("URL", simulator.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), answer.Headers.NonValidated.TryGetValues("Location", out var lines) ? lines.ToString() : null);
    }

    [Theory]
    [InlineData("/cookies/set?a=1&b=2", "a=1; Path=/|b=2; Path=/")]
    [InlineData("/cookies/set/a/1", "a=1; Path=/")]
    [InlineData("/cookies/delete?a", "a=; Max-Age=0; Path=/")]
    public async Task Sets_cookies(string target, string cookies)
    {
        var answer = await GetAsync(target);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(cookies, string.Join('|', answer.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("/cookies/set?a=1%3Bb")]
    [InlineData("/cookies/set?a=1%0d%0aX:y")]
    [InlineData("/cookies/set?a%20b=1")]
    [InlineData("/response-headers?X-A=1%0d%0aX-B:2")]
    [InlineData("/response-headers?Content-Length=7")]
    [InlineData("/response-headers?a%20b=1")]
    [InlineData("/etag/%22")]
    [InlineData("/drip?numbytes=-1")]
    [InlineData("/drip?code=100")]
    [InlineData("/delay/x")]
    [InlineData("/delay/NaN")]
    [InlineData("/base64/!")]
    [InlineData("/stream-bytes/9?chunk_size=0")]
    public async Task Refuses_what_has_no_meaning(string target) => Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(target)).StatusCode);

    [Theory]
    [InlineData("/cache", "If-None-Match", "\"x\"", 304)]
    [InlineData("/cache", "If-Modified-Since", "Sat, 01 Jan 2022 00:00:00 GMT", 304)]
    [InlineData("/cache", "X-Other", "x", 200)]
    [InlineData("/etag/abc", "If-None-Match", "\"abc\"", 304)]
    [InlineData("/etag/abc", "If-None-Match", "W/\"abc\", \"def\"", 304)]
    [InlineData("/etag/abc", "If-None-Match", "*", 304)]
    [InlineData("/etag/abc", "If-None-Match", "\"def\"", 200)]
    [InlineData("/etag/abc", "If-Match", "\"def\"", 412)]
    [InlineData("/etag/abc", "If-Match", "W/\"abc\"", 412)]
    [InlineData("/etag/a,b", "If-None-Match", "\"a,b\"", 304)]
    [InlineData("/etag/abc", "If-None-Match", "abc", 304)]
    [InlineData("/etag/abc", "If-Match", "\"abc\"", 200)]
    public async Task Answers_conditions(string target, string field, string value, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation(field, value);

        Assert.Equal(status, (int)(await SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("brotli", "br")]
    public async Task Answers_in_a_coding(string path, string coding)
    {
        var answer = await GetAsync($"/{path}");
        var coded = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using Stream plain = path switch { "gzip" => new GZipStream(coded, CompressionMode.Decompress), "deflate" => new ZLibStream(coded, CompressionMode.Decompress), _ => new BrotliStream(coded, CompressionMode.Decompress) };
        var said = await JsonDocument.ParseAsync(plain, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(coding, Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal("GET", said.RootElement.GetProperty("method").GetString());
    }

    [Theory]
    [InlineData("/bytes/100", 100)]
    [InlineData("/stream-bytes/100?chunk_size=7", 100)]
    [InlineData("/bytes/999999999", 102400)]
    [InlineData("/drip?numbytes=500&duration=0.05", 500)]
    public async Task Sends_so_many_octets(string target, int count) => Assert.Equal(count, (await _http.GetByteArrayAsync(new Uri(target, UriKind.Relative), TestContext.Current.CancellationToken)).Length);

    [Theory]
    [InlineData("/bytes/50?seed=7", true)]
    [InlineData("/uuid?seed=7", false)]
    public async Task Chance_comes_from_the_seed(string target, bool isSame)
    {
        var cancel = TestContext.Current.CancellationToken;

        var first = await _http.GetByteArrayAsync(new Uri(target, UriKind.Relative), cancel);
        var second = await _http.GetByteArrayAsync(new Uri(target, UriKind.Relative), cancel);

        Assert.Equal(isSame, first.SequenceEqual(second));
    }

    [Fact]
    public async Task Sends_lines_of_JSON()
    {
        var lines = (await _http.GetStringAsync(new Uri("/stream/3", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([0, 1, 2], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("/base64/SGVsbG8gd29ybGQ=")]
    [InlineData("/base64/SGVsbG8gd29ybGQ")]
    public async Task Reads_base64(string target) => Assert.Equal("Hello world", await _http.GetStringAsync(new Uri(target, UriKind.Relative), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Says_no_content_to_HEAD()
    {
        var answer = await SendAsync(new(HttpMethod.Head, "/get"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
    }

    private Task<HttpResponseMessage> GetAsync(string target) => SendAsync(new(HttpMethod.Get, target));

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
