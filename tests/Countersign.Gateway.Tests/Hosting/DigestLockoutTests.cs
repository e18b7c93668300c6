using Countersign.Decisions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Guesses at Digest passwords meet the lockout that guesses at Basic ones meet (CONTRACT 21).</summary>
public sealed class DigestLockoutTests : IAsyncLifetime
{
    private const string Yaml = """
        trusted-proxies: [127.0.0.0/8]
        limits: { attempts-per-name: 2 }
        schemes:
          devices: { type: digest, realm: devices@example.org, htdigest: devices.htdigest }
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [devices, staff] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("sensor1")]
    [InlineData("nobody")]
    public async Task Locks_a_name_on_its_network_whether_it_exists_or_not(string user)
    {
        Assert.Equal(401, (await AskAsync(user, "guess 1")).Status);
        Assert.Equal(401, (await AskAsync(user, "guess 2")).Status);

        var reply = await AskAsync(user, "s3cret");

        Assert.Equal((429, Refusal.TooManyAttempts.Row().Slug), (reply.Status, reply.Reason));
        Assert.InRange(int.Parse(reply.Field("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 300);
        Assert.Equal(reply.Field("Retry-After"), reply.Json.GetProperty("retryAfter").GetRawText());
        Assert.Contains("Wait 5 minutes", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(user == "sensor1" ? 200 : 401, (await AskAsync(user, "s3cret", network: 2)).Status);
    }

    [Fact]
    public async Task Counts_the_guesses_of_both_schemes_together()
    {
        Assert.Equal(401, (await AskAsync("carl", "guess")).Status);
        Assert.Equal(401, (await BasicAsync("guess")).Status);

        Assert.Equal(429, (await BasicAsync("sha1-user")).Status);
    }

    private Task<Reply> BasicAsync(string password) => _gateway.GetAsync("/a", "X-Forwarded-For: 192.0.1.1", Credential.Basic("carl", password));

    private async Task<Reply> AskAsync(string user, string password, int network = 1)
    {
        var challenge = await Credential.AskedAsync(_gateway, "/a");
        return await _gateway.GetAsync("/a", $"X-Forwarded-For: 192.0.{network}.1", Credential.Digest(challenge, "/a", user, password));
    }
}
