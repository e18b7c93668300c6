using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

public sealed class RawHttpReaderTests
{
    [Fact]
    public void Takes_the_chunks_off()
    {
        var recording = RawHttpReader.Read("HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"a\":1\r\n1;x=y\r\n}\r\n0\r\n\r\n");

        Assert.Equal("{\"a\":1}", recording.Exchanges[0].Response!.Content.Text);
        Assert.True(recording.Omits(Omissions.Requests));
    }

    [Fact]
    public void Keeps_content_whose_chunks_were_taken_off_before() =>
        Assert.Equal("{\"a\":1}", RawHttpReader.Read("HTTP/1.1 401 Unauthorized\nTransfer-Encoding: chunked\n\n{\"a\":1}\n").Exchanges[0].Response!.Content.Text);

    [Fact]
    public void Says_where_content_was_shortened()
    {
        var content = RawHttpReader.Read("HTTP/1.1 401 Unauthorized\nContent-Length: 100\n\nshort\n").Exchanges[0].Response!.Content;

        Assert.Equal(("short", 100, false), (content.Text, content.Length, content.IsWhole));
    }

    [Fact]
    public void Takes_a_message_within_a_message_for_content()
    {
        var recording = RawHttpReader.Read("TRACE / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nContent-Type: message/http\nContent-Length: 34\n\nTRACE / HTTP/1.1\nHost: a.example\n\nGET /next HTTP/1.1\nHost: a.example\n");

        Assert.Equal(["TRACE https://a.example/ 200", "GET https://a.example/next 0"], recording.Story());
    }

    [Theory]
    [InlineData("\r\n", 5, "")]
    [InlineData("\n", 5, "")]
    [InlineData("\r\n", 5, "\r\n")]
    [InlineData("\n", 5, "\n\n")]
    [InlineData("\r\n", 99, "\r\n")]
    [InlineData("\n", 3, "\n")]
    public void The_next_message_begins_where_the_content_ends_or_with_the_next_start_line(string end, int length, string between)
    {
        string[] lines = ["POST /a HTTP/1.1", "Host: a.example", $"Content-Length: {length}", "", $"\"é\"1{between}HTTP/1.1 200 OK", "Content-Length: 2", "", "{}GET /b HTTP/1.1", "Host: a.example", "", "HTTP/1.1 401 No", "Content-Length: 4", "", "gone"];
        var recording = RawHttpReader.Read(string.Join(end, lines));

        Assert.Equal(["POST https://a.example/a 200", "GET https://a.example/b 401"], recording.Story());
        Assert.Equal(["\"é\"1", "", "{}", "gone"], [recording.Exchanges[0].Request!.Content.Text, recording.Exchanges[1].Request!.Content.Text, .. recording.Exchanges.Select(each => each.Response!.Content.Text)]);
        Assert.Empty(recording.Problems);
    }

    [Theory]
    [InlineData("a\r\nb\r\n", 4)]
    [InlineData("a\nb\n", 6)]
    [InlineData("a\r\nb\r\n", 6)]
    public void Line_ends_that_were_changed_since_hide_no_end_of_a_content(string content, int length)
    {
        var recording = RawHttpReader.Read($"HTTP/1.1 401 No\nContent-Length: {length + 1}\n\n{content}cHTTP/1.1 403 No\n\n");

        Assert.Equal([401, 403], recording.Exchanges.Select(each => each.Status));
        Assert.Equal(content + "c", recording.Exchanges[0].Response!.Content.Text);
        Assert.True(recording.Exchanges[0].Response!.Content.IsWhole);
    }

    [Fact]
    public void A_start_line_within_content_of_the_announced_length_begins_no_message()
    {
        const string Content = "Say:\n\nGET /x HTTP/1.1\nHost: b.example\n\n";
        var recording = RawHttpReader.Read($"GET /help HTTP/1.1\nHost: a.example\n\nHTTP/1.1 403 No\nContent-Length: {Content.Length}\n\n{Content}GET /next HTTP/1.1\nHost: a.example\n");

        Assert.Equal(["GET https://a.example/help 403", "GET https://a.example/next 0"], recording.Story());
    }

    [Theory]
    [InlineData("HEAD", "200 OK")]
    [InlineData("GET", "304 Not Modified")]
    public void An_answer_that_has_no_content_ends_with_its_fields_whatever_length_it_names(string method, string status)
    {
        const string Next = "GET /next HTTP/1.1\nHost: a.example\n\n";
        var recording = RawHttpReader.Read($"{method} /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 {status}\nContent-Length: {Next.Length}\n\n{Next}HTTP/1.1 401 No\n\n");

        Assert.Equal([$"{method} https://a.example/a {status[..3]}", "GET https://a.example/next 401"], recording.Story());
    }

    [Fact]
    public void Says_in_which_line_of_the_file_something_is_wrong_behind_content_without_a_line_end()
    {
        var recording = RawHttpReader.Read("POST /a HTTP/1.1\nHost: a.example\nContent-Length: 2\n\n{}HTTP/1.1 200 OK\nno field\n\n");

        Assert.Equal(6, Assert.Single(recording.Problems).Line);
    }

    [Fact]
    public void Reads_HTTP_2_as_browsers_show_it()
    {
        var recording = RawHttpReader.Read(":authority: api.example\n:method: GET\n:path: /me?x=1\n:scheme: https\naccept: */*\n\n:status: 401\nwww-authenticate: Bearer\n");

        Assert.Equal(["GET https://api.example/me?x=1 401"], recording.Story());
        Assert.Equal("Bearer", recording.Exchanges[0].Response!.Fields.First("WWW-Authenticate"));
        Assert.Empty(recording.Problems);
    }

    [Fact]
    public void Reads_requests_of_http_files()
    {
        var recording = RawHttpReader.Read("@host = api.example\n# who am I\nGET https://api.example/me\n    ?a=1\n    &b=2\nAuthorization: Bearer {{token}}\n\n###\nPOST https://api.example/orders\nContent-Type: application/json\n\n{\"n\":1}\n");

        Assert.Equal(["GET https://api.example/me?a=1&b=2 0 Bearer", "POST https://api.example/orders 0"], recording.Story());
        Assert.Contains(CredentialsSlip.Placeholder, recording.Exchanges[0].Request!.Credentials[0].Slips);
        Assert.Equal("{\"n\":1}", recording.Exchanges[1].Request!.Content.Text);
        Assert.True(recording.Omits(Omissions.Responses));
        Assert.Empty(recording.Problems);
    }

    [Fact]
    public void Reads_from_Markdown_and_a_prompt()
    {
        var recording = RawHttpReader.Read("```http\n$ curl -i http://a.example/\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\n```\n");

        Assert.Equal("Basic realm=\"x\"", recording.Exchanges[0].Response!.Fields.First("WWW-Authenticate"));
        Assert.Empty(recording.Problems);
    }

    [Fact]
    public void Joins_a_field_that_was_folded()
    {
        var recording = RawHttpReader.Read("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\",\r\n   nonce=\"y\"\r\n\r\n");

        Assert.Equal("Digest realm=\"x\", nonce=\"y\"", recording.Exchanges[0].Response!.Fields.First("WWW-Authenticate"));
    }

    [Fact]
    public void Says_which_line_is_no_field()
    {
        var problem = Assert.Single(RawHttpReader.Read("GET / HTTP/1.1\nHost: a.example\nthis is planted-secret-4711\n\n").Problems);

        Assert.Equal((3, 1), (problem.Line, problem.Column));
        Assert.DoesNotContain("planted", problem.Message, StringComparison.Ordinal);
    }
}
