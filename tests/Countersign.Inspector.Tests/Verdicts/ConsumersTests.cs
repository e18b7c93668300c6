using Countersign.Inspector.Reading;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Verdicts;

public sealed class ConsumersTests
{
    [Theory]
    [InlineData("401", "WWW-Authenticate: Basic realm=\"a\"", "browser", "window of its own (Basic)")]
    [InlineData("401", "WWW-Authenticate: Bearer realm=\"a\"", "browser", "asks for nothing")]
    [InlineData("407", "Proxy-Authenticate: Digest realm=\"a\", nonce=\"n\"", "browser", "of the proxy")]
    [InlineData("403", "X: y", "browser", "asks for nothing")]
    [InlineData("401", "WWW-Authenticate: Basic realm=\"a\"", "script", "Sees that the request failed")]
    [InlineData("401", "Access-Control-Allow-Origin: https://shop.example", "script", "Gets status 401 and can act on it.")]
    [InlineData("401", "X: y", "library", "without a challenge")]
    [InlineData("401", "WWW-Authenticate: Basic realm=\"a\"", "library", "credentials for Basic")]
    [InlineData("401", "X: y", "crawler", "drops the address")]
    [InlineData("401", "X: y", "uptime monitor", "expect 401")]
    [InlineData("401", "Cache-Control: no-store, max-age=60", "shared cache", "Does not keep it.")]
    [InlineData("401", "Cache-Control: max-age=60", "shared cache", "May keep it and give it to others")]
    [InlineData("401", "X: y", "shared cache", "not kept by guess")]
    public void Says_what_each_makes_of_it(string status, string field, string kind, string words)
    {
        var recording = RawHttpReader.Read($"GET /orders HTTP/1.1\nHost: api.example\nOrigin: https://shop.example\n\nHTTP/1.1 {status} No\n{field}\n");

        Assert.Contains(words, Assert.Single(Consumers.Of(recording.Exchanges[0]), each => each.Kind == kind).Makes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_of_the_servers_own_pages_sees_the_refusal_without_being_allowed_to()
    {
        var recording = RawHttpReader.Read("POST /api HTTP/1.1\nHost: localhost:18473\nOrigin: http://localhost:18473\n\nHTTP/1.1 401 No\nWWW-Authenticate: Bearer\n");

        Assert.StartsWith("Gets status 401", Assert.Single(Consumers.Of(recording.Exchanges[0]), each => each.Kind == "script").Makes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_robots_txt_is_told_as_what_crawlers_take_it_for()
    {
        var recording = RawHttpReader.Read("GET /robots.txt HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 No\n");

        Assert.Contains("everything for permitted", Assert.Single(Consumers.Of(recording.Exchanges[0]), each => each.Kind == "crawler").Makes, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_no_refusal_has_none() =>
        Assert.Empty(Consumers.Of(RawHttpReader.Read("GET / HTTP/1.1\nHost: api.example\n\nHTTP/1.1 200 OK\n").Exchanges[0]));
}
