using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.Ports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn;

/// <summary>What keeps a cookie from coming back, by what one request shows.</summary>
public sealed class LoopCausesTests
{
    [Theory]
    [InlineData(false, "Origin: https://site.example", "X-Forwarded-Proto")]
    [InlineData(false, "Sec-Fetch-Site: same-origin", "X-Forwarded-Proto")]
    [InlineData(true, "Origin: http://site.example", "marked Secure")]
    [InlineData(true, "Origin: https://public.example", "changes Host")]
    [InlineData(true, "Referer: https://public.example/a", "changes Host")]
    public void Names_what_the_request_gives_away(bool isTls, string field, string cause) =>
        Assert.Contains(LoopCauses.Of(Request(isTls, field), null, null), found => found.Sentence.Contains(cause, StringComparison.Ordinal));

    [Theory]
    [InlineData(true, "Origin: https://site.example")]
    [InlineData(true, "Origin: https://site.example:443")]
    [InlineData(true, "Sec-Fetch-Site: same-origin")]
    [InlineData(false, "Origin: http://site.example")]
    public void Suspects_no_proxy_where_all_fits(bool isTls, string field) =>
        Assert.Contains("Nothing in the request says why", Assert.Single(LoopCauses.Of(Request(isTls, field), null, null)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Names_cookies_that_are_too_large_or_too_many()
    {
        var large = LoopCauses.Of(Request(true, "Cookie: a=" + new string('a', 8000)), null, null);
        var many = LoopCauses.Of(Request(true, "Cookie: " + string.Join("; ", Enumerable.Range(0, 160).Select(number => $"c{number}=1"))), null, null);

        Assert.Contains("octets of cookies", Assert.Single(large).Sentence, StringComparison.Ordinal);
        Assert.Contains("160 cookies", Assert.Single(many).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stores_that_are_not_shared_and_cookies_of_others()
    {
        Assert.StartsWith("store: postgres://", LoopCauses.Of(Request(true), null, SessionOutcome.Unknown)[0].Configuration, StringComparison.Ordinal);
        Assert.Contains("more than once", LoopCauses.Of(Request(true), null, SessionOutcome.Unreadable)[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_host_that_has_the_page() =>
        Assert.Equal("sign-in: { host: site.example }", Assert.Single(LoopCauses.Of(Request(true), "login.example", null)).Configuration);

    private static HttpRequestFacts Request(bool isTls, params string[] fields)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Scheme = isTls ? "https" : "http";
        context.Request.IsHttps = isTls;
        context.Request.Headers.Host = "site.example";
        foreach (var field in fields)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            context.Request.Headers[field[..colon]] = field[(colon + 2)..];
        }

        Assert.True(CanonicalTarget.TryRead("/", out var target, out _));
        return new HttpRequestFacts(context, target, new TrustedProxies([]), new ContentRoom(1024));
    }
}
