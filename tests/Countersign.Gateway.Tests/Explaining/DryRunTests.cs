using Countersign.Decisions;
using Countersign.Gateway.Explaining;
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
