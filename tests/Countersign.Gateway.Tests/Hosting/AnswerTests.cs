using System.Net;
using Countersign.Wire;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Scripts, CORS, concealment and gRPC.</summary>
public sealed class AnswerTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: api, header: X-API-Key }
        routes:
          - { name: both, match: { path: /both/** }, access: { any-of: [keys, staff] }, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: only, match: { path: /only/** }, access: { any-of: [staff] }, upstream: UPSTREAM }
          - { name: hidden, match: { path: /hidden/** }, access: deny, conceal: true }
        """;

    [Theory]
    [InlineData("/both/a", "Sec-Fetch-Mode: navigate", "ApiKey Basic")]
    [InlineData("/both/a", "Sec-Fetch-Mode: cors", "ApiKey")]
    [InlineData("/both/a", "X-Requested-With: XMLHttpRequest", "ApiKey")]
    [InlineData("/only/a", "Sec-Fetch-Mode: cors", "Basic")]
    public async Task A_script_gets_no_dialog_while_another_scheme_remains(string target, string field, string schemes)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var reply = await gateway.GetAsync(target, field);

        Assert.Equal(schemes, string.Join(' ', reply.Challenges.Select(line => Assert.Single(ChallengeReader.Read(line).Challenges).Scheme)));
    }

    [Fact]
    public async Task A_preflight_is_answered_and_a_script_may_read_why_it_was_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var preflight = await gateway.AskAsync("OPTIONS", "/both/a", "Origin: https://app.example.org", "Access-Control-Request-Method: PUT");
        var refused = await gateway.GetAsync("/both/a", "Origin: https://app.example.org");
        var stranger = await gateway.GetAsync("/both/a", "Origin: https://evil.example");

        Assert.Equal((204, "https://app.example.org"), (preflight.Status, preflight.Field("Access-Control-Allow-Origin")));
        Assert.Equal((401, "https://app.example.org"), (refused.Status, refused.Field("Access-Control-Allow-Origin")));
        Assert.Contains("WWW-Authenticate", refused.Field("Access-Control-Expose-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(stranger.Field("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", stranger.Field("Vary"), StringComparison.Ordinal);
        Assert.Empty(gateway.Upstream.All);
    }

    [Fact]
    public async Task A_concealed_area_looks_like_nothing_at_all()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var hidden = await gateway.GetAsync("/hidden/a");
        var nothing = await gateway.GetAsync("/nowhere");

        Assert.Equal(404, hidden.Status);
        Assert.Equal(nothing.Fields.Select(field => field.Name), hidden.Fields.Select(field => field.Name));
        Assert.Equal(
            nothing.Body.Replace(nothing.Reference, "", StringComparison.Ordinal), hidden.Body.Replace(hidden.Reference, "", StringComparison.Ordinal));
        Assert.Equal(Decisions.Refusal.DeniedByPolicy, (await gateway.JournalAsync(hidden.Reference)).Refusal);
    }

    [Fact]
    public async Task A_gRPC_call_is_refused_in_trailers_alone()
    {
        await using var gateway = await RunningGateway.StartAsync("listen: { url: http://127.0.0.1:0, http2-cleartext: true }\n" + Yaml);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Url, "/both/Service/Call"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { { "Content-Type", "application/grpc" } } },
        };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("16", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Contains("credentials-missing", Assert.Single(response.Headers.GetValues("grpc-message")), StringComparison.Ordinal);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcX")]
    public async Task Over_HTTP1_a_type_of_gRPC_changes_neither_the_answer_nor_the_way_to_the_upstream(string type)
    {
        await using var gateway = await RunningGateway.StartAsync("""
            schemes:
              staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
            routes:
              - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
              - { name: staff, access: { any-of: [staff] }, upstream: UPSTREAM }
            """);

        var refused = await gateway.GetAsync("/staff/a", "Content-Type: " + type);

        Assert.Equal((401, null), (refused.Status, refused.Field("grpc-status")));
        Assert.NotEmpty(refused.Challenges);
        Assert.Equal(200, (await gateway.GetAsync("/open/a", "Content-Type: " + type)).Status);
    }
}
