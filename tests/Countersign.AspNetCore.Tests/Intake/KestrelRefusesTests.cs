using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

/// <summary>What the server and the screen together do with requests as an attacker's socket sends them.</summary>
public sealed class KestrelRefusesTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]                                                              // no Host
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n 2\r\n\r\n")]                                    // obs-fold
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX A: 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\u0001\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A: \u00ff\r\n\r\n")]                                     // not UTF-8
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: X-A\u00ff\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\rX-B: 2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a..b\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 123456789012345678901234567890\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\\..\\admin HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /public/..%2fadmin HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /public/../admin HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET //admin HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /foo/secret#/bar HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /admin;x HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task Answers_400_to_what_is_ambiguous(string request)
    {
        await using var server = await Loopback.StartAsync(Judge);
        var answer = await server.AskAsync(request);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;a\nxx\r\nab\r\n0\r\n\r\n")]   // CVE-2025-55315
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;\n\r\nab\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;a\rx\r\nab\r\n0\r\n\r\n")]
    public async Task Does_not_take_a_bare_line_feed_in_a_chunk_extension(string request)
    {
        await using var server = await Loopback.StartAsync(async context =>
        {
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }
            catch (BadHttpRequestException fault)
            {
                context.Response.StatusCode = fault.StatusCode;
            }
        });
        Assert.StartsWith("HTTP/1.1 400 ", await server.AskAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task Answers_405_to_what_is_never_forwarded(string request)
    {
        await using var server = await Loopback.StartAsync(Judge);
        Assert.StartsWith("HTTP/1.1 405 ", await server.AskAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /%61dmin?a=%2f HTTP/1.1\r\nHost: a\r\n\r\n", "/admin?a=%2f")]
    [InlineData("GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", "/x")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "*")]
    public async Task Lets_through_what_is_clear(string request, string target)
    {
        await using var server = await Loopback.StartAsync(Judge);
        var answer = await server.AskAsync(request);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nTarget: {target}\r\n", answer, StringComparison.Ordinal);
    }

    private static Task Judge(HttpContext context)
    {
        var refusal = RequestScreen.Judge(context, out _);
        if (refusal is null)
        {
            var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            if (CanonicalTarget.TryRead(raw, context.Request.Method, context.Request.Host.Value, out var target, out _))
                context.Response.Headers["Target"] = target.ToString();
            else
                refusal = Refusal.RequestAmbiguous;
        }

        context.Response.StatusCode = refusal?.Row().Status ?? 200;
        return Task.CompletedTask;
    }
}
