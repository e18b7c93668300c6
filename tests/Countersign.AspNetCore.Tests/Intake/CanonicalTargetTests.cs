using System.Security.Cryptography;
using Countersign.AspNetCore.Intake;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class CanonicalTargetTests
{
    [Theory]
    [InlineData("/a%2fb", "encoded slash")]
    [InlineData("/a%2Fb", "encoded slash")]
    [InlineData("/private%5csecret.txt", "encoded backslash")]            // GHSA-qrp7-cvwr-j2c6
    [InlineData("/private%5Csecret.txt", "encoded backslash")]
    [InlineData("/public/%2e%2e/admin", "encoded dot")]
    [InlineData("/public/..%2fadmin", "encoded slash")]                   // CVE-2026-34908
    [InlineData("/public/%2E/admin", "encoded dot")]
    [InlineData("/public/.%2e/admin", "encoded dot")]
    [InlineData("/public/../admin", "dot segment")]                       // GHSA-p224-6x5r-fjpm
    [InlineData("/public/./admin", "dot segment")]
    [InlineData("/public/..", "dot segment")]
    [InlineData("/.", "dot segment")]
    [InlineData("/..?x", "dot segment")]
    [InlineData("//admin", "empty segment")]
    [InlineData("/public//admin", "empty segment")]
    [InlineData("/public/;/admin", "parameter")]
    [InlineData("/public/..;/admin", "parameter")]
    [InlineData("/admin;jsessionid=1", "parameter")]
    [InlineData("/admin%3b", "encoded delimiter")]
    [InlineData("/admin%3Fx", "encoded delimiter")]                       // CVE-2025-66490
    [InlineData("/foo/secret%23/bar", "encoded delimiter")]               // CVE-2026-41059
    [InlineData("/foo/secret#/bar", "fragment")]
    [InlineData("/foo?x#/bar", "percent-encoded")]
    [InlineData("/public\\..\\admin", "backslash")]
    [InlineData("/a%252fb", "twice")]
    [InlineData("/a%25252Fb", "twice")]
    [InlineData("/a%252e%252e/b", "twice")]
    [InlineData("/a%255cb", "twice")]
    [InlineData("/a%25%32%66b", "twice")]
    [InlineData("/a%2500b", "twice")]
    [InlineData("/a%00b", "encoded control")]
    [InlineData("/a%0d%0aX:y", "encoded control")]
    [InlineData("/a%7f", "encoded control")]
    [InlineData("/a b", "control character or a space")]
    [InlineData("/a\tb", "control character or a space")]
    [InlineData("/a\0b", "control character or a space")]
    [InlineData("/a%", "hexadecimal")]
    [InlineData("/a%2", "hexadecimal")]
    [InlineData("/a%zz", "hexadecimal")]
    [InlineData("/a%u002f", "hexadecimal")]
    [InlineData("/ä", "outside ASCII")]
    [InlineData("/a%c0%af", "UTF-8")]                                     // overlong slash
    [InlineData("/a%e0%80%af", "UTF-8")]
    [InlineData("/a%c0%ae%c0%ae", "UTF-8")]                               // overlong dots
    [InlineData("/a%ed%a0%80", "UTF-8")]                                  // a surrogate
    [InlineData("/a%ff", "UTF-8")]
    [InlineData("/a%c3", "UTF-8")]
    [InlineData("/a?x y", "percent-encoded")]
    [InlineData("/a?ä", "percent-encoded")]
    [InlineData("", "absolute path")]
    [InlineData("admin", "absolute path")]
    [InlineData("\\admin", "absolute path")]
    public void Refuses_what_two_readers_could_understand_differently(string raw, string fault)
    {
        Assert.False(CanonicalTarget.TryRead(raw, out _, out var said));
        Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/%61dmin", "/admin", "")]                                // CVE-2026-27587
    [InlineData("/%7euser/%5f", "/~user/_", "")]
    [InlineData("/a%20b%c3%a9", "/a%20b%C3%A9", "")]
    [InlineData("/v1/items%3apurge", "/v1/items:purge", "")]
    [InlineData("/%21%24%26%27%28%29%2a%2B%2c%3d%40", "/!$&'()*+,=@", "")]   // a plus in a path is a plus, however it is spelt
    [InlineData("/a%7c%5b%22%3C%5e%60%7b", "/a%7C%5B%22%3C%5E%60%7B", "")]
    [InlineData("/100%25", "/100%25", "")]
    [InlineData("/100%25ab", "/100%25ab", "")]
    [InlineData("/a[1]|b", "/a%5B1%5D%7Cb", "")]
    [InlineData("/.well-known/x", "/.well-known/x", "")]
    [InlineData("/a/...", "/a/...", "")]
    [InlineData("/a.b/", "/a.b/", "")]
    [InlineData("/admin?x=/status&y=%2f..//;", "/admin", "?x=/status&y=%2f..//;")]   // CVE-2025-54576
    [InlineData("/a?", "/a", "?")]
    [InlineData("/%61?%61?", "/a", "?%61?")]
    public void Gives_one_spelling_to_what_has_one_reading(string raw, string path, string query)
    {
        Assert.True(CanonicalTarget.TryRead(raw, out var target, out var fault), fault);
        Assert.Equal((path, query), (target.Path, target.Query));
    }

    [Theory]
    [InlineData("http://example.org/a?b", "GET", "example.org", "/a?b")]
    [InlineData("HTTP://Example.ORG:80", "GET", "example.org", "/")]
    [InlineData("https://example.org?x", "GET", "example.org:443", "/?x")]
    [InlineData("*", "OPTIONS", "example.org", "*")]
    [InlineData("http://evil.example/a", "GET", "example.org", null)]
    [InlineData("http://example.org:81/a", "GET", "example.org", null)]
    [InlineData("http://user@example.org/a", "GET", "user@example.org", null)]
    [InlineData("http:///a", "GET", "", null)]
    [InlineData("http://example.org/a/../b", "GET", "example.org", null)]
    [InlineData("ftp://example.org/a", "GET", "example.org", null)]
    [InlineData("*", "GET", "example.org", null)]
    [InlineData("example.org:443", "CONNECT", "example.org:443", null)]
    public void Reads_the_other_forms_only_for_the_host_that_was_asked(string raw, string method, string host, string? expected)
    {
        Assert.Equal(expected is not null, CanonicalTarget.TryRead(raw, method, host, out var target, out _));
        Assert.Equal(expected ?? "", target.ToString());
    }

    [Fact]
    public void Keeps_the_very_string_of_a_path_that_is_canonical_already()
    {
        var raw = string.Concat("/assets/", "logo.svg");
        Assert.True(CanonicalTarget.TryRead(raw, out var target, out _));
        Assert.Same(raw, target.Path);
    }

    [Fact]
    public void Never_throws_and_what_it_gives_is_canonical()
    {
        // Pieces that attacks are made of, in every order that chance gives.
        string[] pieces = ["/", "%", "2", "5", "f", "F", "e", ".", "..", ";", "\\", "%25", "%2", "%c3", "%a9", "%61", "a", "?", "#", "é", "\0", " ", "%5B", "[", ":", "%3a", "%2B", "%2a", "http://", "*", "%7e", "\ud800"];
        var admitted = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var raw = string.Concat(Enumerable.Range(0, RandomNumberGenerator.GetInt32(1, 9)).Select(_ => pieces[RandomNumberGenerator.GetInt32(pieces.Length)]));
            if (round % 2 == 0)
                raw = "/" + raw;
            if (!CanonicalTarget.TryRead(raw, "GET", "a", out var target, out var fault))
            {
                Assert.NotEmpty(fault);
                continue;
            }

            admitted++;
            Assert.True(CanonicalTarget.TryRead(target.ToString(), out var again, out var why), $"{raw} -> {target}: {why}");
            Assert.Equal(target, again);
            Assert.DoesNotContain("//", target.Path, StringComparison.Ordinal);
            var decoded = target.Path;
            for (var times = 0; times < 4; times++)
            {
                decoded = Uri.UnescapeDataString(decoded);
                Assert.DoesNotContain(decoded.Split('/'), segment => segment is "." or "..");
                Assert.Equal(target.Path.Count(c => c == '/'), decoded.Count(c => c == '/'));
            }
        }

        Assert.True(admitted > 1000, "the pieces make too few good targets");
    }
}
