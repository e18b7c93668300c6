using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

/// <summary>What Kestrel leaves of Connection, and what it does about the connection.</summary>
public sealed class ConnectionEncodingTests
{
    [Theory]
    [InlineData("Connection: close, X-A, X-B")]
    [InlineData("Connection: X-A,close ,\tX-B")]
    [InlineData("Connection: keep-alive, x-a, x-b")]
    [InlineData("Connection: X-A, Upgrade, X-B")]
    [InlineData("Connection: X-A", "Connection: close", "Connection: X-B")]
    [InlineData("Connection: keep-alive", "Connection: X-A, X-B")]
    [InlineData("Connection: X-A, X-B", "Connection: upgrade")]
    public async Task Leaves_every_name_that_is_listed(params string[] lines)
    {
        await using var server = await Loopback.StartAsync(Scrubbed);

        var answer = await server.AskAsync(Request("1.1", lines), close: false);

        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("[X-C]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1", "Connection: keep-alive", false)]
    [InlineData("1.1", "Connection: close", true)]
    [InlineData("1.1", "X: y", false)]
    [InlineData("1.1", "Connection: TE, Keep-Alive", false)]
    [InlineData("1.1", "Connection: TE", false)]
    [InlineData("1.0", "Connection: keep-alive", false)]
    [InlineData("1.0", "Connection: Keep-Alive", false)]
    [InlineData("1.0", "X: y", true)]
    public async Task Changes_nothing_for_those_who_list_none(string version, string line, bool closes)
    {
        await using var server = await Loopback.StartAsync(Scrubbed);

        // Two requests at once: whoever keeps the connection answers both.
        var answer = await server.AskAsync(Request(version, line) + Request("1.1", "Connection: close"), close: false);

        Assert.Equal(closes ? 1 : 2, answer.Split("HTTP/1.1 200").Length - 1);
    }

    private static string Request(string version, params string[] lines) =>
        $"GET / HTTP/{version}\r\nHost: a\r\nX-A: 1\r\nX-B: 2\r\nX-C: 3\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n";

    private static async Task Scrubbed(HttpContext context)
    {
        new IdentityHeaderScrubber([], [], []).Scrub(context.Request.Headers);
        var text = $"[{string.Join(' ', context.Request.Headers.Keys.Where(name => name.StartsWith("X-", StringComparison.Ordinal)))}]";
        context.Response.ContentLength = text.Length;
        await context.Response.WriteAsync(text);
    }
}
