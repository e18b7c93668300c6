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
