using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class CleartextTests
{
    private const string Yaml = """
        schemes:
          basic: { type: basic, htpasswd: quick.htpasswd }
          digest: { type: digest, htdigest: devices.htdigest, allow-cleartext: false }
          keys: { type: api-key, allow-cleartext: false }
        routes:
          - { name: basic, match: { path: /basic }, access: { any-of: [basic] }, upstream: UPSTREAM }
          - { name: digest, match: { path: /digest }, access: { any-of: [digest] }, upstream: UPSTREAM }
          - { name: keys, match: { path: /keys }, access: { any-of: [keys] }, upstream: UPSTREAM }
        """;

    [Theory]
    [InlineData("/basic")]
    [InlineData("/digest")]
    [InlineData("/keys")]
    public async Task A_scheme_that_takes_no_cleartext_neither_asks_for_credentials_nor_reads_them(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        foreach (var reply in new[] { await gateway.GetAsync(path), await gateway.GetAsync(path, "X-API-Key: cs_some_key", Credential.Basic("carl", "sha1-user")) })
        {
            Assert.Equal((403, "cleartext-transport"), (reply.Status, reply.Reason));
            Assert.Empty(reply.Challenges);
        }
    }
}
