using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

public sealed class TranscriptReaderTests
{
    [Theory]
    [InlineData("", "nothing in it")]
    [InlineData("<html><body>401</body></html>", "content of an answer alone")]
    [InlineData("{\"error\":\"invalid_token\"}", "no HAR file")]
    [InlineData("curl -u anna:secret https://api.example/", "run it with -v")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "token decode")]
    [InlineData("fetch(\"https://api.example/\")", "HAR file")]
    [InlineData("WWW-Authenticate: Basic realm=\"x\"\r\n", "no status line")]
    [InlineData("127.0.0.1 - anna [22/Nov/2026:20:56:30 +0000] \"GET / HTTP/1.1\" 401 0", "access log")]
    [InlineData("Dear all, the server says 401.", "no transcript")]
    public void Says_what_a_text_is_that_is_no_transcript(string text, string guess)
    {
        Assert.Null(TranscriptReader.Read(Encoding.UTF8.GetBytes(text), out var problem));

        Assert.Contains(guess, problem, StringComparison.Ordinal);
        Assert.Contains("What is read: ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl-verbose-http2.txt")]
    [InlineData("playwright.har")]
    public void Reads_what_PowerShell_writes_in_UTF_16(string name)
    {
        var octets = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Samples.Octets(name)))).ToArray();

        Assert.Equal(Samples.Read(name).Story(), Samples.Read(octets).Story());
    }

    [Theory]
    [InlineData("curl-verbose-http2.txt", "utf-16LE")]
    [InlineData("curl-verbose-http2.txt", "utf-16BE")]
    [InlineData("playwright.har", "utf-16LE")]
    [InlineData("playwright.har", "utf-16BE")]
    public void Reads_UTF_16_without_its_mark(string name, string encoding) =>
        Assert.Equal(Samples.Read(name).Story(), Samples.Read(Encoding.GetEncoding(encoding).GetBytes(Encoding.UTF8.GetString(Samples.Octets(name)))).Story());

    [Fact]
    public void Reads_past_a_byte_order_mark() =>
        Assert.Equal(Samples.Read("playwright.har").Story(), Samples.Read((byte[])[0xEF, 0xBB, 0xBF, .. Samples.Octets("playwright.har")]).Story());

    [Fact]
    public void Reads_what_was_pasted_with_other_line_ends()
    {
        var pasted = Encoding.UTF8.GetString(Samples.Octets("curl-verbose-digest.txt")).ReplaceLineEndings("\n");

        Assert.Equal(Samples.Read("curl-verbose-digest.txt").Story(), Samples.Read(Encoding.UTF8.GetBytes(pasted)).Story());
    }

    [Fact]
    public void Reads_curl_with_its_command_and_progress_before()
    {
        var text = """
            $ curl -v http://localhost:18473/orders -o page
              % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                             Dload  Upload   Total   Spent    Left  Speed
              0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0*   Trying 127.0.0.1:18473...
            * Connected to localhost (127.0.0.1) port 18473
            > GET /orders HTTP/1.1
            > Host: localhost:18473
            >
            * Request completely sent off
            < HTTP/1.1 401 Unauthorized
            < WWW-Authenticate: Basic realm="Orders"
            < Content-Length: 179
            <
            { [179 bytes data]
            100   179  100   179    0     0  22000      0 --:--:-- --:--:-- --:--:-- 22375
            * Connection #0 to host localhost left intact
            """;

        var recording = Samples.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(["GET http://localhost:18473/orders 401"], recording.Story());
        Assert.True(recording.Omits(Omissions.ResponseContent));
        Assert.False(recording.Exchanges[0].Response!.Content.IsWhole);
    }

    [Fact]
    public void Takes_the_scheme_of_newer_curl_from_what_it_says()
    {
        var text = """
            * Host api.example:443 was resolved.
            *   Trying [2001:db8::1]:443...
            * Established connection to api.example (2001:db8::1 port 443) from ::1 port 50000
            * SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / id-ecPublicKey
            * using HTTP/2
            * [HTTP/2] [1] OPENED stream for https://api.example/me
            * [HTTP/2] [1] [:method: GET]
            * [HTTP/2] [1] [authorization: Bearer planted-secret-4711]
            > GET /me HTTP/2
            > Host: api.example
            > Authorization: Bearer planted-secret-4711
            >
            < HTTP/2 401
            < www-authenticate: Bearer error="invalid_token"
            <
            * Connection #0 to host api.example left intact
            * Reusing existing https: connection with host api.example
            > GET /other HTTP/2
            > Host: api.example
            >
            < HTTP/2 204
            <
            """;

        var recording = Samples.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(["GET https://api.example/me 401 Bearer", "GET https://api.example/other 204"], recording.Story());
        Assert.All(recording.Exchanges, each => Assert.Equal("[2001:db8::1]:443", each.Peer));
    }

    [Fact]
    public void An_answer_to_come_is_not_the_answer()
    {
        var text = "> PUT /x HTTP/1.1\n> Host: a.example\n> Expect: 100-continue\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 401 Unauthorized\n<\n";

        Assert.Equal(["PUT https://a.example/x 401"], Samples.Read(Encoding.UTF8.GetBytes(text)).Story());
    }

    [Theory]
    [InlineData("", "https")]
    [InlineData("* Connected to a.example (203.0.113.7) port 443\n", "https")]
    [InlineData("* Connected to a.example (203.0.113.7) port 80\n", "http")]
    [InlineData("$ curl -v http://a.example/x\n", "http")]
    [InlineData("* Connected to proxy (10.0.0.1) port 3128\n> CONNECT a.example:443 HTTP/1.1\n> Host: a.example:443\n>\n< HTTP/1.1 200 OK\n<\n", "https")]
    public void What_remarks_were_cut_out_of_is_not_taken_for_cleartext(string before, string scheme)
    {
        var text = before + "> GET /x HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 401 Unauthorized\n<\n";

        Assert.Equal($"GET {scheme}://a.example/x 401", Samples.Read(Encoding.UTF8.GetBytes(text)).Story()[^1]);
    }
}
