using System.Net;
using Countersign.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>What HTTP asks of everybody in the middle (RFC 9110 §7.6).</summary>
public sealed class IntermediaryTests
{
    private const string Yaml = "routes:\n  - { name: all, access: public, upstream: UPSTREAM }\n";

    [Theory]
    [InlineData("1.0", "", "1.0 countersign")]
    [InlineData("1.1", "", "1.1 countersign")]
    [InlineData("1.1", "Via: 2 outer\r\n", "2 outer,1.1 countersign")]
    public async Task Via_tells_the_version_in_which_the_request_came(string version, string field, string via)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        await gateway.RawAsync($"GET /a HTTP/{version}\r\nHost: gateway.test\r\nConnection: close\r\n{field}\r\n");

        Assert.Equal(via, gateway.Upstream.Last.Field("Via")?.Replace(", ", ",", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Hop")]
    [InlineData("X-Other,x-hop")]
    [InlineData("X-Hop, Content-Length")]
    public async Task Fields_of_an_answer_that_its_Connection_lists_go_no_further(string connection)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
        {
            context.Response.Headers.Connection = connection;
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.Headers["X-End"] = "kept";
            return context.Response.WriteAsync("hello");
        }));

        var reply = await gateway.GetAsync("/a");

        Assert.Equal((200, null, "kept", "hello"), (reply.Status, reply.Field("X-Hop"), reply.Field("X-End"), reply.Body));
    }

    [Fact]
    public async Task Credentials_in_two_lines_pass_nowhere()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.GetAsync("/a", "Authorization: Basic YTpi", "Authorization: Bearer zzz");

        Assert.Equal((400, "credentials-duplicated"), (reply.Status, reply.Reason));
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task Via_of_http2_has_no_minor_version()
    {
        await using var gateway = await RunningGateway.StartAsync("listen: { url: http://127.0.0.1:0, http2-cleartext: true }\n" + Yaml);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        await client.GetStringAsync(new Uri(gateway.Url, "/a"), TestContext.Current.CancellationToken);

        Assert.Equal("2 countersign", gateway.Upstream.Last.Field("Via"));
    }

    [Theory]
    [InlineData("OPTIONS", "7", "6")]
    [InlineData("OPTIONS", "007", "6")]
    [InlineData("OPTIONS", "99999999999999999999", "2147483646")]
    [InlineData("OPTIONS", "many", "many")]
    [InlineData("OPTIONS", "-1", "-1")]
    [InlineData("GET", "0", "0")]
    public async Task Max_forwards_of_options_counts_the_gateway(string method, string came, string went)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        await gateway.AskAsync(method, "/a", "Max-Forwards: " + came);

        Assert.Equal(went, gateway.Upstream.Last.Field("Max-Forwards"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    public async Task Options_that_may_go_no_further_are_answered_here(string limit)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.AskAsync("OPTIONS", "/a", "Max-Forwards: " + limit);

        Assert.Equal(204, reply.Status);
        Assert.Contains("OPTIONS", reply.Field("Allow"), StringComparison.Ordinal);
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task Trace_is_never_forwarded_whatever_it_allows()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        Assert.Equal(405, (await gateway.AskAsync("TRACE", "/a", "Max-Forwards: 5")).Status);
        Assert.Empty(gateway.Upstream.All);
    }
}
