using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Countersign.EndToEnd.Tokens;

/// <summary>Tokens in forms and queries of curl, and what a service on another stack (Node) gets of these.</summary>
public sealed class TokenPlacesTests(TokenPeers peers) : IAsyncLifetime
{
    private Peer _upstream = null!;
    private Site _site = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = Peer.Start("upstream.mjs");
        var address = (await _upstream.AskAsync("open")).GetString();
        var provider = await peers.OpenAsync();
        _token = await provider.TokenAsync();
        _site = await Site.RunAsync($$"""
            schemes:
              tokens: { type: bearer, allow-cleartext: true, token-in: [field, form, query], issuers: [{ issuer: "{{provider.Issuer}}", audiences: [{{Provider.Audience}}] }] }
            routes:
              - { name: all, access: { any-of: [tokens] }, upstream: "{{address}}" }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_form_goes_on_letter_for_letter_without_its_token()
    {
        (string Sent, string Got)[] forms =
        [
            ("a=1&b=%20x+y&access_token=TOKEN&b=&c&=v&%61%E2%82%ac=%e2%82%AC&a=2", "a=1&b=%20x+y&b=&c&=v&%61%E2%82%ac=%e2%82%AC&a=2"),
            ("access_token=TOKEN&a=1", "a=1"),
            ("a=1&access_token=TOKEN", "a=1"),
            ("access_token=TOKEN", ""),
            ("a=1&access%5Ftoken=TOKEN&b=2", "a=1&b=2"),
            ("access_token=&a=1&access_token=TOKEN&access_token", "a=1"),
            ("a=1&&access_token=TOKEN&&b=%&c=%zz;d=\"'", "a=1&&&b=%&c=%zz;d=\"'"),
            ("xaccess_token=1&access_token=TOKEN&access_tokens=2&ACCESS_tOKEN=3", "xaccess_token=1&access_tokens=2&ACCESS_tOKEN=3"),
            ($"a={new string('x', 60_000)}&access_token=TOKEN&b=2", $"a={new string('x', 60_000)}&b=2"),
        ];
        string[][] ways = [["--request", "POST"], ["--request", "PUT"], ["--request", "PATCH", "--header", "Expect: 100-continue"]];

        foreach (var (sent, expected) in forms)
        {
            foreach (var way in ways)
            {
                var got = await SendAsync(sent, "/x?a=%20b&a=", [.. way, "--header", "Content-Digest: sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:"]);

                Assert.Equal(("/x?a=%20b&a=", expected), (got.Target, got.Body));
                Assert.Equal(expected.Length.ToString(CultureInfo.InvariantCulture), got.Header("content-length"));
                Assert.Equal("application/x-www-form-urlencoded", got.Header("content-type"));
                Assert.Null(got.Header("content-digest"));
            }
        }
    }

    [Fact]
    public async Task A_form_whose_length_nobody_said_goes_on_whole()
    {
        var got = await SendAsync("a=1&access_token=TOKEN&b=", "/x", ["--header", "Transfer-Encoding: chunked"]);

        Assert.Equal("a=1&b=", got.Body);
        Assert.Equal(got.Header("content-length") is null ? "chunked" : null, got.Header("transfer-encoding"));
    }

    [Fact]
    public async Task A_query_goes_on_letter_for_letter_without_its_token()
    {
        (string Sent, string Got)[] targets =
        [
            ("/x?a=1&b=%20x+y&access_token=TOKEN&b=&c&=v&%61=%e2%82%AC&a=2", "/x?a=1&b=%20x+y&b=&c&=v&%61=%e2%82%AC&a=2"),
            ("/x?access_token=TOKEN", "/x"),
            ("/x?access%5ftoken=TOKEN&a", "/x?a"),
            ("/a%20b?a=1&access_token=TOKEN", "/a%20b?a=1"),
        ];

        foreach (var (sent, expected) in targets)
        {
            Assert.Equal((expected, "a=1&access_tokens=2"), await SentAsync("a=1&access_tokens=2", sent));
            Assert.Equal((expected, ""), await SentAsync(null, sent));
        }

        async Task<(string, string)> SentAsync(string? form, string target)
        {
            var got = await SendAsync(form, target, []);
            return (got.Target, got.Body);
        }
    }

    [Theory]
    [InlineData("access_token=TOKEN", "/x?access_token=TOKEN")]
    [InlineData("access_token=TOKEN&access_token=TOKEN", "/x")]
    [InlineData(null, "/x?access_token=TOKEN&access_token=TOKEN")]
    [InlineData("access_token=%TOKEN", "/x")]
    public async Task Two_tokens_or_a_broken_one_reach_nobody(string? form, string target)
    {
        var (status, body) = await CurlAsync(form, target, []);

        Assert.Equal(400, status);
        Assert.DoesNotContain(_token, body, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await _upstream.AskAsync("take")).ValueKind);
    }

    private async Task<Got> SendAsync(string? form, string target, string[] options)
    {
        var (status, body) = await CurlAsync(form, target, options);
        Assert.True(status == 200, body);
        var got = (await _upstream.AskAsync("take")).Deserialize<Got>(JsonSerializerOptions.Web)!;
        Assert.DoesNotContain(_token.ToLowerInvariant(), got.Fields, StringComparison.Ordinal);
        Assert.Equal("app", got.Header("x-forwarded-user"));
        return got;
    }

    /// <summary>Sends a form, or nothing; TOKEN stands for the token.</summary>
    private async Task<(int Status, string Body)> CurlAsync(string? form, string target, string[] options)
    {
        await _site.WriteAsync("form", Filled(form ?? ""));
        string[] content = form is null ? [] : ["--data-binary", "@" + _site.PathOf("form")];
        return await Programs.CurlAsync([.. content, .. options, _site.Url(Filled(target))]);
    }

    private string Filled(string text) => text.Replace("TOKEN", _token, StringComparison.Ordinal);

    private sealed record Got(string Target, string Fields, Dictionary<string, string> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
