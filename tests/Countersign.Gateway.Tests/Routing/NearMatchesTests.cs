using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Routing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Routing;

/// <summary>Which routes a request missed by one thing, and by which.</summary>
public sealed class NearMatchesTests
{
    [Theory]
    [InlineData("/any/**", "/anyx", "path", "its path /any/** takes whole segments: any, not anyx")]
    [InlineData("/a/any/**", "/a/any-old/b", "path", "its path /a/any/** takes whole segments: any, not any-old")]
    [InlineData("/Staff/**", "/staff/a", "path", "its path /Staff/** is in another letter case")]
    [InlineData("/a/b", "/a", "path", "its path /a/b is one segment longer")]
    [InlineData("/a/*", "/a/b/c", "path", "its path /a/* is one segment shorter")]
    [InlineData("/a", "/a/", "path", "its path /a is one segment shorter")]
    public void Tells_what_a_path_missed(string pattern, string path, string missed, string why) =>
        Assert.Equal([new NearMatch("r", missed, why)], Near(path, new MatchConfiguration { Path = pattern }));

    [Fact]
    public void Tells_another_host_method_or_field() => Assert.Equal(
        [
            new("2", "header", "it wants its own values of X-Plan"),
            new("1", "method", "it takes PUT, POST, not GET"),
            new NearMatch("0", "host", "it is for the host b.example"),
        ],
        Near(
            "/a",
            new() { Host = "b.example" },
            new() { Methods = ["PUT", "POST"] },
            new() { Headers = [new("X-Plan", "gold")] }));

    [Fact]
    public void Tells_three_at_most_and_the_nearest_first() => Assert.Equal(
        ["4", "3", "2"],
        Near(
            "/any/a",
            new() { Host = "b.example" },
            new() { Path = "/any" },
            new() { Path = "/an/**" },
            new() { Path = "/ANY/**" },
            new() { Methods = ["PUT"] }).Select(match => match.Route));

    [Theory]
    [InlineData("/b/**", "/a")]
    [InlineData("/", "/a")]
    [InlineData("/a/b/c", "/a")]
    [InlineData("/b", "/")]
    public void Tells_nothing_of_what_is_far(string pattern, string path) => Assert.Empty(Near(path, new MatchConfiguration { Path = pattern }));

    [Fact]
    public void Tells_nothing_of_two_misses_and_of_what_stands_behind_the_match() => Assert.Empty(Near(
        "/any/a",
        new() { Host = "b.example", Path = "/ANY/**" },
        new() { Path = "/ANY/**", Methods = ["PUT"] },
        new() { Methods = ["PUT"], Headers = [new("X-Plan", "gold")] },
        new(),
        new() { Path = "/any" }));

    private static ImmutableArray<NearMatch> Near(string path, params MatchConfiguration[] matches) => NearMatches.Of(
        [.. matches.Select((match, i) => new RouteConfiguration(matches.Length == 1 ? "r" : $"{i}") { Match = match, Access = new(AccessKind.Deny) })],
        "a.example", path, "GET", new HeaderDictionary());
}
