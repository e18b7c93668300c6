using System.Text;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Routing;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Explaining;

/// <summary>What <c>countersign route</c> says is what the gateway does.</summary>
public sealed class DryRunTests : IAsyncLifetime
{
    private static readonly string Carl = Credential.Basic("carl", "sha1-user");
    private RunningGateway _gateway = null!;

    public static TheoryData<string, string, string[]> Requests => new()
    {
        { "GET", "/staff/a", [] },
        { "GET", "/staff/a?q=1", ["Accept: text/html"] },
        { "HEAD", "/staff/a", [] },
        { "GET", "/signed-in/a?q=1", ["Accept: text/html"] },
        { "GET", "/signed-in/a", ["Sec-Fetch-Mode: cors", "Cookie: countersign=none"] },
        { "GET", "/staff/a", ["Authorization: Basic \"oops"] },
        { "GET", "/staff/a", ["Authorization: Bearer abc"] },
        { "GET", "/staff/a", [Credential.Basic("carl", "wrong")] },
        { "GET", "/chosen/a", [Carl] },
        { "GET", "/secure/a", [Carl] },
        { "GET", "/closed/a", ["Accept: text/plain"] },
        { "GET", "/nowhere", [] },
        { "GET", "/staff/a", [Carl, Carl] },
        { "GET", "/staff/a", [Carl, "Connection: Upgrade", "Upgrade: websocket"] },
        { "OPTIONS", "/api/a", ["Origin: https://app.example.org", "Access-Control-Request-Method: P UT"] },
        { "GET", "/staff/%2e%2e/a", [] },
        { "TRACE", "/staff/a", [] },
        { "GET", "/api/a", ["X-API-Key: short", "Origin: https://app.example.org"] },
        { "GET", "/api/a", ["X-API-Key: short", "Connection: close, X-API-Key"] },
        { "GET", "/api/a", ["X-API-Key: short", "Connection: X-API-Key"] },
        { "GET", "/staff/a", ["Host: a..example"] },
        { "OPTIONS", "/api/a", ["Origin: https://app.example.org", "Access-Control-Request-Method: GET"] },
        { "OPTIONS", "/api/a", ["Origin: https://evil.example", "Access-Control-Request-Method: GET"] },
    };

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Says_what_the_gateway_answers(string method, string target, string[] fields)
    {
        var live = await _gateway.AskAsync(method, target, fields);
        var dry = await RunAsync(method, target, fields);

        Assert.Equal(live.Status, dry.Status);
        Assert.False(dry.IsForwarded);
        Assert.Equal(Told(live.Fields), Told(dry.Headers.Select(field => (field.Key, field.Value))));
        if (live.Field("Countersign-Reference") is not null)
        {
            var entry = await _gateway.JournalAsync(live.Reference);
            Assert.Equal((entry.Refusal, entry.Route), (dry.Reason, dry.Route));
        }
    }

    [Fact]
    public async Task Says_that_a_good_request_would_be_forwarded()
    {
        var dry = await RunAsync("GET", "/staff/a", [Carl]);

        Assert.Equal((200, (Refusal?)null, "staff"), (dry.Status, dry.Reason, dry.Route));
        Assert.True(dry.IsForwarded);
        Assert.Equal([new ExplainedScheme("staff", "accepted")], dry.Schemes);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Fact]
    public async Task Says_that_an_exchange_was_not_tried()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var files = new Fixtures();
        var configuration = ConfigurationReader.Read(files.Write($$"""
            schemes: { api: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{issuer.Url}}", audiences: [api] }] } }
            routes:
              - { name: a, access: { any-of: [api] }, upstream: { urls: "http://127.0.0.1:9", exchange: { issuer: "{{issuer.Url}}", client-id: me, client-secret: none, audience: [orders] } } }
            """), _ => null).Configuration!;
        Assert.True(DryRunRequest.TryRead("GET", "http://gateway.test/", [AccessToken.Bearer(issuer.Token())], out var request, out _));

        var dry = await DryRun.RunAsync(configuration, request, TestContext.Current.CancellationToken);

        Assert.True(dry.IsForwarded);
        Assert.Equal(issuer.Url, dry.UntriedExchange);
        using var text = new StringWriter();
        dry.Write(text);
        Assert.Contains("exchange  not tried: ", text.ToString(), StringComparison.Ordinal);
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
            dry.Write(json);
        Assert.Contains("\"exchange\":\"not-tried\"", Encoding.UTF8.GetString(content.ToArray()), StringComparison.Ordinal);
        Assert.Null((await RunAsync("GET", "/staff/a", [Carl])).UntriedExchange);
    }

    [Fact]
    public async Task Leaves_nothing_where_there_is_no_store_yet()
    {
        using var files = new Fixtures();
        var file = files.Write("schemes: { k: { type: api-key }, u: { type: basic, users: store, allow-cleartext: true } }\nroutes:\n  - { name: a, access: { any-of: [k, u] }, upstream: 'http://127.0.0.1:9' }\n");
        var configuration = ConfigurationReader.Read(file, _ => null).Configuration!;
        Assert.True(DryRunRequest.TryRead("GET", "http://gateway.test/", [Carl], out var request, out _));

        var dry = await DryRun.RunAsync(configuration, request, TestContext.Current.CancellationToken);

        Assert.Equal((401, Refusal.BasicUnknownUser), (dry.Status, dry.Reason));
        Assert.Equal([file], Directory.GetFileSystemEntries(files.Folder));
    }

    [Fact]
    public async Task Does_not_count_as_a_use_of_a_key()
    {
        var key = _gateway.Host.Services.Keys.Create("k", ["read"]).Key.Reveal();

        var dry = await RunAsync("GET", "/api/a", [$"X-API-Key: {key}"]);

        Assert.True(dry.IsForwarded);
        Assert.Null(Assert.Single(_gateway.Host.Services.Keys.List()).LastUsed);
    }

    [Fact]
    public async Task Asks_no_upstream_whether_it_is_well()
    {
        var route = Assert.Single(_gateway.Configuration.Routes, route => route.Name == "slow");
        var watched = _gateway.Configuration with { Routes = [route with { Upstream = route.Upstream! with { HealthPath = "/health" } }] };
        Assert.True(DryRunRequest.TryRead("GET", "http://gateway.test/slow/a", [Credential.Basic("nobody", "x")], out var request, out _));

        // The password takes its time: a question would arrive meanwhile.
        Assert.Equal(401, (await DryRun.RunAsync(watched, request, TestContext.Current.CancellationToken)).Status);

        Assert.Empty(_gateway.Upstream.All);
    }

    [Fact]
    public async Task Says_which_scope_is_missing_as_the_explanation_does()
    {
        var key = "X-API-Key: " + _gateway.Host.Services.Keys.Create("k", ["write"]).Key.Reveal();

        var live = await _gateway.GetAsync("/api/a", key);
        var explained = Explanation.Of(await _gateway.JournalAsync(live.Reference), _gateway.Configuration);

        Assert.Equal("The scope read was not granted.", (await RunAsync("GET", "/api/a", [key])).Evidence);
        Assert.Equal(("scope-insufficient", "The scope read was not granted."), (explained.FailedChecks[0].Check, explained.FailedChecks[0].Evidence));
    }

    [Fact]
    public async Task Reports_a_near_match_of_a_preflight_by_the_method_that_it_asks_for()
    {
        using var files = new Fixtures();
        var configuration = ConfigurationReader.Read(files.Write("""
            routes:
              - { name: puts, match: { methods: PUT }, access: public, upstream: 'http://127.0.0.1:9' }
              - { name: gets, match: { methods: GET }, access: public, upstream: 'http://127.0.0.1:9' }
            """), _ => null).Configuration!;
        Assert.True(DryRunRequest.TryRead("OPTIONS", "http://gateway.test/", ["Origin: https://app.example", "Access-Control-Request-Method: GET"], out var request, out _));

        var dry = await DryRun.RunAsync(configuration, request, TestContext.Current.CancellationToken);

        Assert.Equal("gets", dry.Route);
        Assert.Equal([new NearMatch("puts", "method", "it takes PUT, not GET")], dry.NearMatches);
    }

    [Theory]
    [InlineData("not-presented")]
    [InlineData("not-asked", "Authorization: Basic YQ==", "Authorization: Basic YQ==")]
    [InlineData("not-asked", "Authorization: Basic \"oops")]
    [InlineData("not-presented", "Authorization: Bearer abc")]
    [InlineData("basic-malformed", "Authorization: Basic YQ==")]
    public async Task Says_of_a_scheme_whether_it_was_asked(string verdict, params string[] fields) =>
        Assert.Equal([new ExplainedScheme("staff", verdict)], (await RunAsync("GET", "/staff/a", fields)).Schemes);

    private Task<DryRunResult> RunAsync(string method, string target, string[] fields)
    {
        Assert.True(DryRunRequest.TryRead(method, "http://gateway.test" + target, fields, out var request, out var problem), problem);
        return DryRun.RunAsync(_gateway.Configuration, request, TestContext.Current.CancellationToken);
    }

    /// <summary>The fields without those of the connection, and without what differs from answer to answer.</summary>
    private static string[] Told(IEnumerable<(string Name, string Value)> fields) =>
        [.. fields.Where(field => field.Name is not ("Date" or "Connection" or "Server" or "Countersign-Reference"))
            .Select(field => $"{field.Name.ToLowerInvariant()}: {field.Value}").Order(StringComparer.Ordinal)];
}
