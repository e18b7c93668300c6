using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/**", "/", true)]
    [InlineData("/**", "/a/b/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/a", false)]
    [InlineData("/assets/**", "/assets", true)]
    [InlineData("/assets/**", "/assets/", true)]
    [InlineData("/assets/**", "/assets/x/y", true)]
    [InlineData("/assets/**", "/assets-old", false)]
    [InlineData("/assets/**", "/Assets/x", false)]
    [InlineData("/a/*", "/a/b", true)]
    [InlineData("/a/*", "/a", false)]
    [InlineData("/a/*", "/a/", false)]
    [InlineData("/a/*", "/a/b/c", false)]
    [InlineData("/a/*/c", "/a/b/c", true)]
    [InlineData("/a", "/a/", false)]
    [InlineData("/a/", "/a/", true)]
    [InlineData("/a/**/z", "/a/z", true)]
    [InlineData("/a/**/z", "/a/b/z/c/z", true)]
    [InlineData("/a/**/z", "/a/b/z/c", false)]
    [InlineData("/**/b/*/d", "/b/b/c/d", true)]
    [InlineData("/**/b/*/d", "/b/b/c/e/d", false)]
    [InlineData("/**/b", "/a", false)]
    [InlineData("/**/**/x", "/x", true)]
    [InlineData("/a/prod*", "/a/production", false)]
    [InlineData("/über/**", "/%C3%BCber/x", true)]
    [InlineData("/%c3%bcber/**", "/%C3%BCber/x", true)]
    [InlineData("/a%2Db/%7E", "/a-b/~", true)]
    [InlineData("/items%3Apurge", "/items:purge", true)]
    [InlineData("/a[1]|<\"", "/a%5B1%5D%7C%3C%22", true)]
    [InlineData("/**", "*", false)]
    [InlineData("/**", "", false)]
    public void Takes_whole_segments(string pattern, string path, bool taken) =>
        Assert.Equal(taken, PathPattern.Parse(pattern).Matches(path));

    [Theory]
    [InlineData("/**", "/a/*/c", true)]
    [InlineData("/a/*", "/a/**", false)]
    [InlineData("/a/**", "/a/*", true)]
    [InlineData("/a/**", "/a", true)]
    [InlineData("/a/**", "/**", false)]
    [InlineData("/a/*/**", "/a/b/c/**", true)]
    [InlineData("/a/*/**", "/a/**", false)]
    [InlineData("/*", "/", false)]
    [InlineData("/**/x", "/a/**/x", true)]
    [InlineData("/a/**/x", "/**/x", false)]
    [InlineData("/a", "/a", true)]
    public void Covers_what_it_takes_all_of(string pattern, string other, bool covers) =>
        Assert.Equal(covers, PathPattern.Parse(pattern).Covers(PathPattern.Parse(other)));

    [Fact]
    public void Covers_nothing_that_would_take_for_ever_to_tell()
    {
        var pattern = "/**/a" + string.Concat(Enumerable.Repeat("/*", 24));
        Assert.False(PathPattern.Parse(pattern).Covers(PathPattern.Parse(pattern + "/b/**")));
    }

    [Fact]
    public void Agrees_with_a_slow_literal_matcher()
    {
        string[] segments = ["a", "b", "*", "**", ""];
        string[] parts = ["a", "b", "c", ""];
        foreach (var pattern in Sequences(segments, 4).Where(p => Array.IndexOf(p, "", 0, p.Length - 1) < 0))
        {
            var compiled = PathPattern.Parse("/" + string.Join('/', pattern));
            foreach (var path in Sequences(parts, 4))
                Assert.True(Slow(pattern, path) == compiled.Matches("/" + string.Join('/', path)), $"{compiled} /{string.Join('/', path)}");
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        var pattern = PathPattern.Parse("/a/**/b/*");
        pattern.Matches("/a/x/y/b/c");
        var before = GC.GetAllocatedBytesForCurrentThread();
        pattern.Matches("/a/x/y/b/c");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("a", "does not start with /")]
    [InlineData("", "does not start with /")]
    [InlineData("/a//b", "has an empty segment (//)")]
    [InlineData("/a/../b", "has the segment .., which no canonical path has")]
    [InlineData("/a?b", "has the character ?, which no canonical path has")]
    [InlineData("/100%", "matches no request: a percent sign is not followed by two hexadecimal digits")]
    [InlineData("/a%2fb", "matches no request: the path has an encoded slash")]
    [InlineData("/a%ff", "matches no request: the percent-encoded octets are not UTF-8")]
    [InlineData("/a/%2a", "has the segment %2a, which would be a wildcard once decoded")]
    [InlineData("/a/***", "has the segment ***; only * (one segment) and ** (zero or more) are wildcards")]
    public void Says_what_is_wrong_with_a_pattern(string text, string fault)
    {
        Assert.False(PathPattern.TryParse(text, out _, out var said));
        Assert.Equal(fault, said);
    }

    [Theory]
    [InlineData("/a/**/b/*/", "/a/**/b/*/")]
    [InlineData("/über/%7e/a%2Ab", "/%C3%BCber/~/a*b")]
    public void Is_written_as_requests_are_and_reads_as_itself(string text, string canonical)
    {
        Assert.Equal(canonical, PathPattern.Parse(text).ToString());
        Assert.Equal(canonical, PathPattern.Parse(canonical).ToString());
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("Example.org", "example.org", true)]
    [InlineData("example.org", "a.example.org", false)]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "badexample.org", false)]
    [InlineData("[::1]", "[::1]", true)]
    public void Takes_hosts(string pattern, string host, bool taken) => Assert.Equal(taken, HostPattern.Parse(pattern).Matches(host));

    [Theory]
    [InlineData("*", "*.example.org", true)]
    [InlineData("*.example.org", "*.a.example.org", true)]
    [InlineData("*.a.example.org", "*.example.org", false)]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("a.example.org", "*", false)]
    public void Covers_hosts(string pattern, string other, bool covers) =>
        Assert.Equal(covers, HostPattern.Parse(pattern).Covers(HostPattern.Parse(other)));

    [Theory]
    [InlineData("http://a", "is an URL; only the host name is wanted")]
    [InlineData("a:80", "has a port; hosts are matched without it")]
    [InlineData("a.*.b", "has * where only the first label may be *")]
    public void Says_what_is_wrong_with_a_host(string text, string fault)
    {
        Assert.False(HostPattern.TryParse(text, out _, out var said));
        Assert.Equal(fault, said);
    }

    private static IEnumerable<string[]> Sequences(string[] letters, int longest)
    {
        IEnumerable<string[]> last = [[]];
        for (var length = 1; length <= longest; length++)
        {
            last = last.SelectMany(_ => letters, (head, tail) => (string[])[.. head, tail]).ToArray();
            foreach (var sequence in last)
                yield return sequence;
        }
    }

    private static bool Slow(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
            return path.IsEmpty;
        if (pattern[0] == "**")
            return Slow(pattern[1..], path) || (!path.IsEmpty && Slow(pattern, path[1..]));
        return !path.IsEmpty && (pattern[0] == "*" ? path[0].Length > 0 : path[0] == pattern[0]) && Slow(pattern[1..], path[1..]);
    }
}
