using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Caches before the gateway know that an answer to Authorization is not for everybody (RFC 9111 §3.5), and of no other field.</summary>
public sealed class SharedCacheTests
{
    private const string Yaml = """
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
          keys: { type: api-key, realm: api, header: X-API-Key }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: all, match: { path: /** }, access: { any-of: [staff, keys] }, upstream: UPSTREAM }
        """;

    [Theory]
    [InlineData(null, "private")]
    [InlineData("no-store", "no-store")]
    [InlineData("max-age=60", "max-age=60")]
    [InlineData("public, max-age=60", "public, max-age=60")]
    public async Task An_answer_to_a_key_in_its_own_field_is_private_unless_the_upstream_says_how_to_cache_it(string? said, string expected)
    {
        await using var gateway = await StartAsync(said);
        var key = gateway.Host.Services.Keys.Create("k", []).Key.Reveal();

        Assert.Equal([expected], (await gateway.GetAsync("/a", "X-API-Key: " + key)).Lines("Cache-Control"));
    }

    [Fact]
    public async Task Other_answers_are_left_as_they_are()
    {
        await using var gateway = await StartAsync(null);

        Assert.Empty((await gateway.GetAsync("/open/a")).Lines("Cache-Control"));
        Assert.Empty((await gateway.GetAsync("/a", Credential.Basic("carl", "sha1-user"))).Lines("Cache-Control"));
    }

    private static async Task<RunningGateway> StartAsync(string? cacheControl) => await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
    {
        if (cacheControl is not null)
            context.Response.Headers.CacheControl = cacheControl;
        return Task.CompletedTask;
    }));
}
