using Countersign.Inspector.Exchanges;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

public sealed class SampleTests
{
    [Theory]
    [InlineData("curl-verbose-401.txt", RecordingSource.CurlVerbose, "GET http://localhost:18473/orders 401")]
    [InlineData("curl-verbose-redirect.txt", RecordingSource.CurlVerbose, "GET http://localhost:18473/old 302 Basic", "GET http://localhost:18473/orders?page=2 200 Basic")]
    [InlineData("curl-verbose-digest.txt", RecordingSource.CurlVerbose, "GET http://localhost:18475/digest.txt 401", "GET http://localhost:18475/digest.txt 200 Digest")]
    [InlineData("curl-verbose-http2.txt", RecordingSource.CurlVerbose, "GET https://localhost:18474/orders 200 Basic")]
    [InlineData("curl-verbose-connect-407.txt", RecordingSource.CurlVerbose,
        "CONNECT localhost:18474 407", "CONNECT localhost:18474 200 Basic", "GET https://localhost:18474/orders 200 Basic")]
    [InlineData("curl-verbose-post.txt", RecordingSource.CurlVerbose, "POST http://localhost:18473/api 401 Bearer")]
    [InlineData("curl-verbose-several.txt", RecordingSource.CurlVerbose, "GET http://localhost:18473/orders 401", "GET http://localhost:18473/api 401", "0")]
    [InlineData("curl-trace-digest.txt", RecordingSource.CurlTrace, "GET http://localhost:18475/digest.txt 401", "GET http://localhost:18475/digest.txt 200 Digest")]
    [InlineData("curl-trace-ascii-redirect.txt", RecordingSource.CurlTrace, "GET http://localhost:18473/old 302 Basic", "GET http://localhost:18473/orders?page=2 200 Basic")]
    [InlineData("curl-trace-ascii-connect.txt", RecordingSource.CurlTrace, "CONNECT localhost:18474 200 Basic", "GET https://localhost:18474/orders 401")]
    [InlineData("curl-trace-http2.txt", RecordingSource.CurlTrace, "POST https://localhost:18474/orders 405 Basic")]
    [InlineData("curl-include-redirect.txt", RecordingSource.RawHttp, "302", "200")]
    [InlineData("httpie-basic.txt", RecordingSource.RawHttp, "GET https://localhost:18473/orders 200 Basic")]
    [InlineData("httpie-digest.txt", RecordingSource.RawHttp, "GET https://localhost:18475/digest.txt 200")]
    [InlineData("httpie-post.txt", RecordingSource.RawHttp, "POST https://localhost:18473/api 401")]
    [InlineData("playwright.har", RecordingSource.Har,
        "GET http://localhost:18473/old 302 session", "GET http://localhost:18473/orders?page=2 200 session", "POST http://localhost:18473/api 401 Bearer,session", "GET http://localhost:1/none 0")]
    [InlineData("chromium-sanitized.har", RecordingSource.Har,
        "GET http://localhost:18473/old 302", "GET http://localhost:18473/orders?page=2 200", "POST http://localhost:18473/api 401", "GET http://localhost:1/none 0")]
    public void Tells_what_was_asked_and_answered(string name, RecordingSource source, params string[] story)
    {
        var recording = Samples.Read(name);

        Assert.Equal(source, recording.Source);
        Assert.Equal(story, recording.Story());
        Assert.Empty(recording.Problems);
    }

    [Theory]
    [InlineData("curl-verbose-401.txt", 0, "<center><h1>401 Authorization Required</h1></center>")]
    [InlineData("curl-verbose-redirect.txt", 1, "two orders\n")]
    [InlineData("curl-verbose-several.txt", 1, "{\"error\":\"invalid_token\"}")]
    [InlineData("curl-verbose-digest.txt", 1, "by digest\n")]
    [InlineData("curl-verbose-http2.txt", 0, "two orders\n")]
    [InlineData("curl-trace-digest.txt", 1, "by digest\n")]
    [InlineData("curl-trace-ascii-redirect.txt", 1, "two orders")]
    [InlineData("httpie-post.txt", 0, "{\"error\":\"invalid_token\"}")]
    [InlineData("playwright.har", 2, "{\"error\":\"invalid_token\"}")]
    public void Keeps_the_contents_of_answers(string name, int index, string content)
    {
        var answer = Samples.Read(name).Exchanges[index].Response!;

        Assert.Contains(content, answer.Content.Text, StringComparison.Ordinal);
        Assert.True(answer.Content.IsWhole, $"{answer.Content.Octets.Length} of {answer.Content.Length}");
    }

    [Theory]
    [InlineData("curl-trace-http2.txt")]
    [InlineData("httpie-post.txt")]
    [InlineData("playwright.har")]
    public void Keeps_the_contents_of_requests_without_their_secrets(string name)
    {
        var content = Assert.Single(Samples.Read(name).Exchanges, each => each.Request!.Method == "POST").Request!.Content;

        Assert.Matches("""^\{"password": ?"\*\*\*", ?"n": ?1\}$""", content.Text);
        Assert.True(content.IsWhole);
    }

    [Theory]
    [InlineData("curl-verbose-connect-407.txt", 2, "127.0.0.1:18476")]
    [InlineData("curl-verbose-redirect.txt", 1, "127.0.0.1:18473")]
    [InlineData("curl-trace-http2.txt", 0, "127.0.0.1:18474")]
    [InlineData("playwright.har", 0, "127.0.0.1:18473")]
    public void Knows_who_answered(string name, int index, string peer) => Assert.Equal(peer, Samples.Read(name).Exchanges[index].Peer);

    [Fact]
    public void Tells_why_there_is_no_answer()
    {
        Assert.Contains("Connection refused", Samples.Read("curl-verbose-several.txt").Exchanges[2].Trouble, StringComparison.Ordinal);
        Assert.Equal("net::ERR_UNSAFE_PORT", Samples.Read("playwright.har").Exchanges[3].Trouble);
    }

    [Fact]
    public void Tells_roles_and_times()
    {
        Assert.Equal([ExchangeRole.Connect, ExchangeRole.Connect, ExchangeRole.Request], Samples.Read("curl-verbose-connect-407.txt").Exchanges.Select(each => each.Role));
        Assert.All(Samples.Read("curl-trace-ascii-redirect.txt").Exchanges, each => Assert.InRange(each.Duration!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1)));
        var har = Samples.Read("playwright.har").Exchanges[0];
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 21, 1, 49, 891, TimeSpan.Zero), har.StartedAt);
        Assert.Equal(TimeSpan.FromMilliseconds(4.686), har.Duration);
    }

    [Fact]
    public void Keeps_the_lines_in_which_fields_stand()
    {
        var challenge = Assert.Single(Samples.Read("curl-verbose-401.txt").Exchanges[0].Response!.Fields.Lines, field => field.Is("WWW-Authenticate"));

        Assert.Equal(new MessageField("WWW-Authenticate", "Basic realm=\"Orders\"", 14), challenge);
    }

    [Theory]
    [InlineData("chromium-sanitized.har", true)]
    [InlineData("playwright.har", true)]
    [InlineData("httpie-digest.txt", true)]
    [InlineData("httpie-basic.txt", false)]
    [InlineData("curl-verbose-401.txt", false)]
    [InlineData("curl-verbose-digest.txt", false)]
    public void Knows_where_credentials_were_left_out(string name, bool isLeftOut) => Assert.Equal(isLeftOut, Samples.Read(name).Omits(Omissions.Credentials));
}
