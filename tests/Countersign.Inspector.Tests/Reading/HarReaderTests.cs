using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading.Har;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

public sealed class HarReaderTests
{
    [Fact]
    public void Keeps_what_comes_before_a_break_and_says_where_it_is()
    {
        var text = "{\"log\": {\"entries\": [\n" + Entry("https://a.example/1") + ",\n" + Entry("https://a.example/2") + ",\n{\"request\": oops}\n]}}";

        var recording = Read(text);

        Assert.Equal(2, recording.Exchanges.Length);
        var problem = Assert.Single(recording.Problems);
        Assert.Equal((4, 13), (problem.Line, problem.Column));
    }

    [Fact]
    public void Names_the_place_of_an_entry_that_is_none()
    {
        var recording = Read("{\"log\": {\"entries\": [\n  7,\n  {\"response\": {}},\n" + Entry("https://a.example/") + "]}}");

        Assert.Single(recording.Exchanges);
        Assert.Equal([(2, 3), (3, 3)], recording.Problems.Select(problem => (problem.Line, problem.Column)));
    }

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("\\udc00\\ud83d\\ude00", "\uFFFD\ud83d\ude00")]
    [InlineData("\\\\\\ud83d", "\\\uFFFD")]
    [InlineData("\\\\ud800 \\uD800", "\\ud800 \uFFFD")]
    [InlineData("\u00FF", "\uFFFD")]
    public void Half_a_character_loses_no_entry(string written, string read)
    {
        var recording = Samples.Read(Encoding.Latin1.GetBytes("{\"log\": {\"entries\": [\n" + Entry("https://a.example/?q=" + written) + "]}}"));

        Assert.Equal("/?q=" + read, Assert.Single(recording.Exchanges).Request!.Target);
        Assert.Equal(2, Assert.Single(recording.Problems).Line);
    }

    [Fact]
    public void Reads_pseudo_fields_joined_lines_and_base64()
    {
        var recording = Read("""
            {"log":{"creator":{"name":"WebInspector"},"entries":[{"startedDateTime":"2026-11-22T20:00:00.000Z","time":12.5,"serverIPAddress":"[2001:db8::1]",
             "request":{"method":"GET","url":"https://a.example/x?y=1#part","httpVersion":"http/2.0","headers":[{"name":":authority","value":"a.example"},{"name":":path","value":"/x?y=1"},{"name":"accept","value":"*/*"}]},
             "response":{"status":401,"statusText":"","httpVersion":"h2","headers":[{"name":"www-authenticate","value":"Basic realm=\"x\"\nBearer"}],"content":{"size":4,"mimeType":"text/plain","encoding":"base64","text":"bm8hCg=="}}}]}}
            """);

        var exchange = Assert.Single(recording.Exchanges);
        Assert.Equal(("/x?y=1", "HTTP/2", "[2001:db8::1]:443"), (exchange.Request!.Target, exchange.Request.Version, exchange.Peer));
        Assert.Equal(["accept"], exchange.Request.Fields.Lines.Select(line => line.Name));
        Assert.Equal(["Basic realm=\"x\"", "Bearer"], exchange.Response!.Fields.All("WWW-Authenticate"));
        Assert.Equal(("no!\n", TimeSpan.FromMilliseconds(12.5)), (exchange.Response.Content.Text, exchange.Duration));
    }

    [Theory]
    [InlineData("WebInspector", "", "", true)]
    [InlineData("WebInspector", "Cookie", "a=b", false)]
    [InlineData("Firefox", "", "", false)]
    [InlineData("mitmproxy", "", "", false)]
    [InlineData("Charles Proxy", "", "", false)]
    public void Knows_whose_files_leave_credentials_out(string creator, string name, string value, bool isLeftOut)
    {
        var header = name.Length == 0 ? "" : $$"""{"name":"{{name}}","value":"{{value}}"}""";
        var recording = Read($$$"""{"log":{"creator":{"name":"{{{creator}}}"},"entries":[{"request":{"method":"GET","url":"https://a.example/","headers":[{{{header}}}]},"response":{"status":401,"headers":[]}}]}}""");

        Assert.Equal(isLeftOut, recording.Omits(Omissions.Credentials));
    }

    [Fact]
    public void A_way_in_without_credentials_shows_that_they_were_left_out()
    {
        var recording = Read("{\"log\":{\"creator\":{\"name\":\"Firefox\"},\"entries\":[" + Entry("https://a.example/", 401, "WWW-Authenticate") + "," + Entry("https://a.example/") + "]}}");

        Assert.True(recording.Omits(Omissions.Credentials));
    }

    [Fact]
    public void Makes_fields_of_what_stands_beside_them()
    {
        var recording = Read("""
            {"log":{"entries":[{"request":{"method":"POST","url":"https://a.example/login","headers":[],"cookies":[{"name":"sid","value":"planted-secret-4711"}],
             "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"user","value":"anna"},{"name":"password","value":"planted-secret-4711"}]}},"response":{"status":401,"headers":[]}}]}}
            """);

        var request = recording.Exchanges[0].Request!;
        Assert.Equal("sid=***", request.Fields.First("Cookie"));
        Assert.Equal("user=anna&password=***", request.Content.Text);
        Assert.Equal(request.Credentials[0].Mark, request.Credentials[1].Mark);
    }

    [Fact]
    public void Puts_entries_into_the_order_of_time()
    {
        var recording = Read("{\"log\":{\"entries\":[" + Entry("https://a.example/2", started: "2026-11-22T20:00:02Z") + "," + Entry("https://a.example/1", started: "2026-11-22T20:00:01Z") + "]}}");

        Assert.Equal(["GET https://a.example/1 200", "GET https://a.example/2 200"], recording.Story());
        Assert.Equal([0, 1], recording.Exchanges.Select(each => each.Index));
    }

    [Theory]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("blob:https://a.example/1")]
    [InlineData("chrome-extension://x/y")]
    public void Leaves_out_what_went_over_no_network(string url)
    {
        var recording = Read("{\"log\":{\"entries\":[" + Entry(url) + "]}}");

        Assert.Empty(recording.Exchanges);
        Assert.Empty(recording.Problems);
    }

    private static string Entry(string url, int status = 200, string field = "X", string started = "") =>
        $$$"""{"startedDateTime":"{{{started}}}","request":{"method":"GET","url":"{{{url}}}","headers":[]},"response":{"status":{{{status}}},"headers":[{"name":"{{{field}}}","value":"Basic realm=x"}]}}""";

    private static Recording Read(string text) => HarReader.Read(Encoding.UTF8.GetBytes(text));
}
