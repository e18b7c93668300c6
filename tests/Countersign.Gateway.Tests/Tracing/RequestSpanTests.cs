using System.Diagnostics;
using System.Net.WebSockets;
using Countersign.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Tracing;

[Collection(nameof(OtlpExportTests))]
public sealed class RequestSpanTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: api, match: { path: /api/** }, access: public, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: hidden, match: { path: /hidden/** }, access: { any-of: [staff], users: [nobody] }, conceal: true, upstream: UPSTREAM }
          - { name: gone, match: { path: /gone/** }, access: public, upstream: "http://127.0.0.1:GONE" }
          - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{Trace}-b7ad6b7169203331-01";
    private static readonly string Carl = Credential.Basic("carl", "sha1-user");

    [Fact]
    public async Task An_admitted_request_is_a_server_span_with_the_upstreams_within()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        var reply = await gateway.GetAsync("/reports/7?secret=1", Carl, $"traceparent: {Parent}", "tracestate: a=1", "tracestate: b=2");
        var server = await spans.FindAsync("countersign.outcome", "admitted");
        var client = await spans.FindAsync(span => span.Kind == ActivityKind.Client);

        Assert.Equal(200, reply.Status);
        Assert.Equal("GET staff", server.DisplayName);
        Assert.Equal((Trace, "b7ad6b7169203331"), (server.TraceId.ToString(), server.ParentSpanId.ToString()));
        Assert.Equal(ActivityStatusCode.Unset, server.Status);
        Assert.Equal(
            """
            client.address=127.0.0.1
            countersign.outcome=admitted
            countersign.scheme=staff
            http.request.method=GET
            http.response.status_code=200
            http.route=staff
            network.protocol.version=1.1
            server.address=gateway.test
            url.path=/reports/7
            url.scheme=http
            """,
            Tags(server));

        Assert.Equal(server.SpanId, client.ParentSpanId);
        Assert.Equal(
            $"""
            http.request.method=GET
            http.response.status_code=200
            server.address=127.0.0.1
            server.port={new Uri(gateway.Upstream.Url).Port}
            url.scheme=http
            """,
            Tags(client));
        Assert.Equal(client.Id, gateway.Upstream.Last.Field("traceparent"));
        Assert.Equal("a=1,b=2", gateway.Upstream.Last.Field("tracestate")?.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("traceparent: nonsense")]
    [InlineData("traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("traceparent: 00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData($"traceparent: {Parent}", $"traceparent: {Parent}")]
    public async Task A_broken_parent_begins_a_new_trace(params string[] fields)
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        await gateway.GetAsync("/open/a", [.. fields, "tracestate: a=1"]);
        var server = await spans.FindAsync("http.route", "open");

        Assert.NotEqual(Trace, server.TraceId.ToString());
        Assert.Equal(default, server.ParentSpanId);
        Assert.StartsWith($"00-{server.TraceId}-", gateway.Upstream.Last.Field("traceparent"), StringComparison.Ordinal);
        Assert.Null(gateway.Upstream.Last.Field("tracestate"));
    }

    [Theory]
    [InlineData("Host: xn--a")]
    [InlineData("Host: xn--99999999999:99999")]
    [InlineData("Host: [::1]:8080")]
    [InlineData("tracestate: ,,,=,;\"\\", $"traceparent: {Parent}")]
    [InlineData("traceparent: cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more")]
    [InlineData("baggage: ;;;", "Request-Id: |a.b")]
    public async Task Whatever_comes_is_answered_as_it_is_without_a_span(params string[] fields)
    {
        await using var gateway = await StartAsync();
        var without = await gateway.GetAsync("/open/a", fields);
        using var spans = new EndedSpans(gateway);

        var traced = await gateway.GetAsync("/open/a", fields);
        var server = await spans.FindAsync(span => span.Kind == ActivityKind.Server);

        Assert.Equal(without.Status, traced.Status);
        Assert.Equal(traced.Status, server.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Requests_of_one_connection_are_not_of_one_trace()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, ActivityHeadersPropagator = null });

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(new Uri(gateway.Url, $"/open/{i}"), TestContext.Current.CancellationToken);
        var servers = new List<Activity>();
        for (var i = 0; i < 3; i++)
            servers.Add(await spans.FindAsync("url.path", $"/open/{i}"));

        Assert.Equal(3, servers.Select(span => span.TraceId).Distinct().Count());
        Assert.All(servers, span => Assert.Equal(default, span.ParentSpanId));
    }

    [Fact]
    public async Task Without_a_listener_the_callers_fields_pass_as_they_came()
    {
        await using var gateway = await StartAsync();
        Assert.False(gateway.Host.Telemetry.Activities.HasListeners());

        await gateway.GetAsync("/open/a", $"traceparent: {Parent}", "tracestate: a=1");

        Assert.Equal((Parent, "a=1"), (gateway.Upstream.Last.Field("traceparent"), gateway.Upstream.Last.Field("tracestate")));
    }

    [Fact]
    public async Task A_listener_that_wants_no_span_changes_nothing()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway, ActivitySamplingResult.None);

        Assert.Equal(200, (await gateway.GetAsync("/open/a", $"traceparent: {Parent}")).Status);

        Assert.Equal(Parent, gateway.Upstream.Last.Field("traceparent"));
        Assert.Empty(spans.All);
    }

    [Fact]
    public async Task Says_nothing_secret()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        await gateway.GetAsync("/reports?token=hush1", Credential.Basic("hush2", "hush3"), "Cookie: a=hush4", "X-API-Key: hush5");
        await gateway.GetAsync("/reports?token=hush1", Carl);
        await spans.FindAsync("error.type", "basic-unknown-user");
        await spans.FindAsync("countersign.outcome", "admitted");

        Assert.All(spans.All, span =>
        {
            var said = span.DisplayName + Tags(span) + span.StatusDescription;
            Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
            Assert.DoesNotContain("carl", said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_dead_upstream_is_an_error_of_both_spans()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        Assert.Equal(502, (await gateway.GetAsync("/gone/a")).Status);
        var server = await spans.FindAsync("http.route", "gone");
        var client = await spans.FindAsync(span => span.Kind == ActivityKind.Client);

        Assert.Equal((ActivityStatusCode.Error, 502), (server.Status, server.GetTagItem("http.response.status_code")));
        Assert.Equal((ActivityStatusCode.Error, "Request"), (client.Status, client.GetTagItem("error.type")));
        Assert.Null(client.GetTagItem("http.response.status_code"));
    }

    [Theory]
    [InlineData(404, ActivityStatusCode.Unset, ActivityStatusCode.Error)]
    [InlineData(500, ActivityStatusCode.Error, ActivityStatusCode.Error)]
    public async Task The_upstreams_own_status_counts_as_its_class_says(int status, ActivityStatusCode ofServer, ActivityStatusCode ofClient)
    {
        await using var gateway = await StartAsync(await EchoUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }));
        using var spans = new EndedSpans(gateway);

        Assert.Equal(status, (await gateway.GetAsync("/open/a")).Status);
        var server = await spans.FindAsync("http.response.status_code", status);
        var client = await spans.FindAsync(span => span.Kind == ActivityKind.Client);

        Assert.Equal((ofServer, ofClient), (server.Status, client.Status));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_nobodys_error_and_has_no_status()
    {
        var asked = new TaskCompletionSource();
        await using var gateway = await StartAsync(await EchoUpstream.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using var spans = new EndedSpans(gateway);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        var asking = client.GetAsync(new Uri(gateway.Url, "/open/a"), leaving.Token);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        var server = await spans.FindAsync("http.route", "open");
        var upstream = await spans.FindAsync(span => span.Kind == ActivityKind.Client);

        Assert.Null(server.GetTagItem("http.response.status_code"));
        Assert.Equal((ActivityStatusCode.Unset, ActivityStatusCode.Unset), (server.Status, upstream.Status));
    }

    [Fact]
    public async Task A_concealed_refusal_shows_the_answers_status_and_the_true_reason()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        var reply = await gateway.GetAsync("/hidden/a", Carl);
        var span = await spans.FindAsync("countersign.reference", reply.Reference);

        Assert.Equal((404, "subject-not-allowed"), (span.GetTagItem("http.response.status_code"), span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_preflight_and_an_unknown_method_are_named_as_such()
    {
        await using var gateway = await StartAsync();
        using var spans = new EndedSpans(gateway);

        await gateway.AskAsync("OPTIONS", "/api/a", "Origin: https://app.example.org", "Access-Control-Request-Method: PUT");
        await gateway.AskAsync("BREW", "/open/pot");
        var preflight = await spans.FindAsync("countersign.outcome", "preflight");
        var brew = await spans.FindAsync("http.request.method", "_OTHER");

        Assert.Equal("OPTIONS api", preflight.DisplayName);
        Assert.Equal(("HTTP open", "BREW"), (brew.DisplayName, brew.GetTagItem("http.request.method_original")));
    }

    [Fact]
    public async Task A_WebSockets_span_ends_with_it()
    {
        await using var gateway = await StartAsync(await EchoUpstream.StartAsync(UntilClosedAsync));
        using var spans = new EndedSpans(gateway);
        var cancel = TestContext.Current.CancellationToken;
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Url.Port}/open/chat"), cancel);
        await Task.Delay(200, cancel);
        Assert.Empty(spans.All);

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        var server = await spans.FindAsync("http.route", "open");

        Assert.Equal((101, ActivityStatusCode.Unset), (server.GetTagItem("http.response.status_code"), server.Status));
    }

    private static Task<RunningGateway> StartAsync(EchoUpstream? upstream = null) =>
        RunningGateway.StartAsync(Yaml.Replace("GONE", $"{RunningGateway.FreePort()}", StringComparison.Ordinal), upstream);

    private static string Tags(Activity span) =>
        string.Join('\n', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));

    private static async Task UntilClosedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
