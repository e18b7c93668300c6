using Countersign.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Routes with <c>cors</c> own the Access-Control fields of every answer; without it they are the upstream's (CONTRACT 7).</summary>
public sealed class CorsTests : IAsyncLifetime
{
    private const string Yaml = """
        schemes:
          keys: { type: api-key, realm: api }
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: open, match: { path: /open/** }, access: public, cors: { origins: ["https://app.example.org"] }, upstream: UPSTREAM }
          - { name: mine, match: { path: /mine/** }, access: { any-of: [keys, staff] }, cors: { origins: ["https://app.example.org"], credentials: true }, upstream: UPSTREAM }
          - { name: closed, match: { path: /closed/** }, access: deny, cors: { origins: ["https://app.example.org"] } }
          - { name: any, match: { path: /any/** }, access: { any-of: [keys] }, cors: { origins: ["*"] }, upstream: UPSTREAM }
          - { name: down, match: { path: /down/** }, access: public, cors: { origins: ["https://app.example.org"] }, upstream: "http://127.0.0.1:1" }
          - { name: theirs, match: { path: /theirs/** }, access: public, upstream: UPSTREAM }
          - { name: plain, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private const string App = "Origin: https://app.example.org";
    private const string Evil = "Origin: https://evil.example";

    private static readonly string Carl = Credential.Basic("carl", "sha1-user");
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
    {
        if (context.Request.Path.Value!.EndsWith("/broken", StringComparison.Ordinal))
            context.Abort();
        var fields = context.Response.Headers;
        fields.AccessControlAllowOrigin = "https://upstream.example";
        fields.AccessControlAllowCredentials = "true";
        fields.AccessControlExposeHeaders = "X-Secret";
        fields.AccessControlMaxAge = "86400";
        fields["Access-Control-Allow-Private-Network"] = "true";
        fields.Vary = "Accept-Encoding";
        return context.Response.WriteAsync("content");
    }));

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_admitted_answer_says_what_the_route_says_and_nothing_of_the_upstream()
    {
        var reply = await _gateway.GetAsync("/mine/a", App, Carl);

        Assert.Equal((200, "content"), (reply.Status, reply.Body));
        Assert.Equal(
            ["Access-Control-Allow-Credentials: true", "Access-Control-Allow-Origin: https://app.example.org", "Access-Control-Expose-Headers: WWW-Authenticate, DPoP-Nonce, Retry-After, Countersign-Reference"],
            AccessControl(reply));
        Assert.Equal(["Accept-Encoding", "Origin"], Vary(reply));
    }

    [Fact]
    public async Task Credentials_mode_is_allowed_only_where_the_route_says_so()
    {
        var reply = await _gateway.GetAsync("/open/a", App);

        Assert.Equal(200, reply.Status);
        Assert.Equal("https://app.example.org", reply.Field("Access-Control-Allow-Origin"));
        Assert.Null(reply.Field("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/open/a", Evil)]
    [InlineData("/open/a", "Origin: null")]
    [InlineData("/open/a", "X-No-Origin: 1")]
    public async Task Other_origins_are_told_nothing_and_the_answer_still_varies(string target, string field)
    {
        var reply = await _gateway.GetAsync(target, field);

        Assert.Equal(200, reply.Status);
        Assert.Empty(AccessControl(reply));
        Assert.Contains("Origin", Vary(reply));
    }

    [Theory]
    [InlineData("/mine/a", 401)]
    [InlineData("/closed/a", 403)]
    public async Task A_refusal_can_be_read_by_an_allowed_script(string target, int status)
    {
        var reply = await _gateway.GetAsync(target, App);

        Assert.Equal(status, reply.Status);
        Assert.Equal("https://app.example.org", reply.Field("Access-Control-Allow-Origin"));
        var exposed = reply.Field("Access-Control-Expose-Headers")!.Split(", ");
        Assert.Superset(new HashSet<string> { "WWW-Authenticate", "Countersign-Reference", "Retry-After" }, exposed.ToHashSet());
        Assert.Contains("Origin", Vary(reply));
    }

    [Theory]
    [InlineData("/down/a")]
    [InlineData("/open/broken")]
    public async Task A_script_may_read_that_the_upstream_failed(string target)
    {
        var reply = await _gateway.GetAsync(target, App);

        Assert.Equal((502, "https://app.example.org"), (reply.Status, reply.Field("Access-Control-Allow-Origin")));
        Assert.Contains("Countersign-Reference", reply.Field("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("Origin", Vary(reply));
        Assert.Empty(AccessControl(await _gateway.GetAsync(target, Evil)));
    }

    [Fact]
    public async Task Any_origin_is_written_as_a_star_and_never_with_credentials()
    {
        var reply = await _gateway.GetAsync("/any/a", Evil);

        Assert.Equal((401, "*"), (reply.Status, reply.Field("Access-Control-Allow-Origin")));
        Assert.Null(reply.Field("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/mine/a", Evil)]
    [InlineData("/plain/a", App)]
    [InlineData("/nowhere/else", App)]
    public async Task A_refusal_tells_other_origins_and_routes_without_rules_nothing(string target, string origin)
    {
        var reply = await _gateway.GetAsync(target, origin);

        Assert.Equal(401, reply.Status);
        Assert.Empty(AccessControl(reply));
    }

    [Fact]
    public async Task A_route_without_rules_leaves_the_upstreams_word()
    {
        var reply = await _gateway.GetAsync("/theirs/a", App);

        Assert.Equal("https://upstream.example", reply.Field("Access-Control-Allow-Origin"));
        Assert.Equal("X-Secret", reply.Field("Access-Control-Expose-Headers"));
        Assert.Equal(["Accept-Encoding"], Vary(reply));
    }

    private static string[] AccessControl(Reply reply) =>
        [.. reply.Fields.Where(field => field.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).Select(field => $"{field.Name}: {field.Value}").Order(StringComparer.Ordinal)];

    private static string[] Vary(Reply reply) => [.. reply.Lines("Vary").SelectMany(line => line.Split(", ")).Order(StringComparer.Ordinal)];
}
