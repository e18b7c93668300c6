using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

public sealed class UpstreamTests
{
    [Fact]
    public async Task An_upstream_that_is_down_is_a_502_and_no_question_for_credentials()
    {
        var nowhere = RunningGateway.FreePort();
        await using var gateway = await RunningGateway.StartAsync($"routes:\n  - {{ name: a, access: public, upstream: 'http://127.0.0.1:{nowhere}' }}\n");

        var reply = await gateway.GetAsync("/a");

        Assert.Equal((502, "application/problem+json"), (reply.Status, reply.Field("Content-Type")));
        Assert.Empty(reply.Challenges);
        Assert.Equal(reply.Reference, reply.Json.GetProperty("reference").GetString());
        Assert.Equal(502, reply.Json.GetProperty("status").GetInt32());
        Assert.Equal("urn:countersign:reference:" + reply.Reference, reply.Json.GetProperty("instance").GetString());
        Assert.Equal(("nosniff", "noindex", "no-store"), (reply.Field("X-Content-Type-Options"), reply.Field("X-Robots-Tag"), reply.Field("Cache-Control")));
        Assert.DoesNotContain($"{nowhere}", reply.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "text/html; charset=utf-8", "<h1>Upstream failed</h1>")]
    [InlineData("text/plain", "text/plain; charset=utf-8", "502 Upstream failed\n")]
    public async Task An_upstream_that_is_down_is_told_in_the_form_that_was_asked_for(string accept, string type, string content)
    {
        await using var gateway = await RunningGateway.StartAsync($"routes:\n  - {{ name: a, access: public, upstream: 'http://127.0.0.1:{RunningGateway.FreePort()}' }}\n");

        var reply = await gateway.GetAsync("/a", "Accept: " + accept);

        Assert.Equal((502, type, "Accept"), (reply.Status, reply.Field("Content-Type"), reply.Field("Vary")));
        Assert.Contains(content, reply.Body, StringComparison.Ordinal);
        Assert.Contains(reply.Field("Countersign-Reference")!, reply.Body, StringComparison.Ordinal);
        Assert.Equal(accept == "text/html", reply.Field("Content-Security-Policy") is not null);
    }

    [Theory]
    [InlineData("/app/x?y=1", "/base/x?y=1")]
    [InlineData("/app", "/base/")]
    [InlineData("/app/", "/base/")]
    public async Task A_prefix_is_taken_off_at_the_end_of_a_segment(string target, string forwarded)
    {
        await using var gateway = await RunningGateway.StartAsync(
            "routes:\n  - { name: a, match: { path: /app/** }, access: public, upstream: { urls: UPSTREAM/base, strip-prefix: /app } }\n");

        await gateway.GetAsync(target);

        Assert.Equal(forwarded, gateway.Upstream.Last.Target);
    }

    [Theory]
    [InlineData("/café", "/caf%C3%A9/x")]
    [InlineData("/caf%c3%a9/", "/caf%C3%A9/x")]
    [InlineData("/%75p", "/up/x")]
    [InlineData("/[a]", "/%5Ba%5D/x")]
    public async Task A_prefix_is_taken_off_however_it_is_spelt(string prefix, string target)
    {
        await using var gateway = await RunningGateway.StartAsync(
            $"routes:\n  - {{ name: a, access: public, upstream: {{ urls: UPSTREAM, strip-prefix: '{prefix}' }} }}\n");

        await gateway.GetAsync(target);

        Assert.Equal("/x", gateway.Upstream.Last.Target);
    }

    [Theory]
    [InlineData("a_b.example:8080", 200)]
    [InlineData("xn--bcher-kva.example", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("a.example.", 200)]
    [InlineData("", 400)]
    [InlineData(".a.example", 400)]
    [InlineData("a..example", 400)]
    [InlineData("a.example..", 400)]
    [InlineData("a.example:99999", 400)]
    [InlineData("a'b.example", 400)]
    [InlineData("a~b", 400)]
    public async Task A_preserved_host_is_the_only_one_or_the_request_is_refused(string host, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(
            "routes:\n  - { name: a, access: public, upstream: { urls: UPSTREAM, preserve-host: true } }\n");

        var reply = await gateway.GetAsync("/a", "Host: " + host);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? [host] : [], gateway.Upstream.All.Select(received => received.Field("Host")));
    }

    [Fact]
    public async Task Fields_are_edited_as_the_route_says()
    {
        await using var gateway = await RunningGateway.StartAsync("""
            routes:
              - name: a
                access: public
                upstream:
                  urls: UPSTREAM
                  preserve-host: true
                  set-headers: { request: { X-Set: "1" }, response: { X-Answer: "2" } }
                  remove-headers: { request: [X-Gone, Content-Language], response: [X-Upstream] }
            """);

        var reply = await gateway.GetAsync("/a", "X-Set: 0", "X-Gone: 1", "Content-Language: de");

        var last = gateway.Upstream.Last;
        Assert.Equal(("1", "gateway.test"), (last.Field("X-Set"), last.Field("Host")));
        Assert.Null(last.Field("X-Gone"));
        Assert.Null(last.Field("Content-Language"));
        Assert.Equal("2", reply.Field("X-Answer"));
        Assert.Null(reply.Field("X-Upstream"));
    }

    [Fact]
    public async Task Requests_go_round_and_leave_out_the_sick()
    {
        var isSick = false;
        await using var other = await EchoUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref isSick) ? 500 : 200;
            return context.Response.WriteAsync("other");
        });
        await using var gateway = await RunningGateway.StartAsync(
            $"routes:\n  - {{ name: a, access: public, upstream: {{ urls: [UPSTREAM, '{other.Url}'], health: {{ path: /health, interval: 100ms }} }} }}\n");
        var bodies = new[] { (await gateway.GetAsync("/a")).Body, (await gateway.GetAsync("/a")).Body };
        Assert.Contains("other", bodies);
        Assert.Contains("GET /a 0", bodies);

        Volatile.Write(ref isSick, true);
        Assert.True(await Eventually.UntilAsync(AreAllServedAsync, served => served), "the sick upstream is still asked");

        async Task<bool> AreAllServedAsync()
        {
            var seen = new[] { await gateway.GetAsync("/a"), await gateway.GetAsync("/a"), await gateway.GetAsync("/a") };
            return seen.All(reply => reply.Status == 200);
        }
    }
}
