using Countersign.Decisions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>The opaque parameter of RFC 7616 §3.3, as the operator wrote it.</summary>
public sealed class DigestOpaqueTests
{
    private const string Yaml = """
        schemes:
          devices: { type: digest, realm: devices@example.org, htdigest: devices.htdigest, opaque: 5ccc069c }
        routes:
          - { name: all, access: { any-of: [devices] }, upstream: UPSTREAM }
        """;

    [Theory]
    [InlineData("5ccc069c", 200, null)]
    [InlineData("elsewhere", 401, Refusal.DigestNonceStale)]
    public async Task Comes_with_the_challenge_and_has_to_come_back(string returned, int status, Refusal? refusal)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var challenge = await Credential.AskedAsync(gateway, "/a");
        var reply = await gateway.GetAsync("/a", Credential.Digest(Credential.With(challenge, "opaque", returned), "/a"));

        Assert.Equal("5ccc069c", challenge.Find("opaque"));
        Assert.Equal(status, reply.Status);
        if (refusal is not null)
            Assert.Equal(refusal, (await gateway.JournalAsync(reply.Reference)).Refusal);
    }
}
