using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Guesses for one name from many networks slow it on each of them and lock it on none (CONTRACT 21).</summary>
public sealed class LockoutAcrossNetworksTests : IAsyncLifetime
{
    private const string Yaml = """
        trusted-proxies: [127.0.0.0/8]
        limits: { attempts-per-name: 2 }
        schemes:
          staff: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(Yaml);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task One_network_may_try_as_often_as_configured()
    {
        Assert.Equal([401, 401, 429], await GuessAsync("carl", network: 1, times: 3));
        Assert.Equal(429, await AskAsync("carl", "sha1-user", network: 1));
        Assert.Equal(200, await AskAsync("carl", "sha1-user", network: 2));
    }

    [Theory]
    [InlineData("carl")]
    [InlineData("nobody")]
    public async Task Many_networks_slow_a_name_whether_it_exists_or_not(string name)
    {
        await AttackAsync(name);

        // One attempt a window is left to a network that has not tried yet, instead of two.
        Assert.Equal([401, 429], await GuessAsync(name, network: 200, times: 2));
    }

    [Fact]
    public async Task The_right_password_gets_in_from_a_quiet_network_all_the_while()
    {
        await AttackAsync("carl");

        for (var turn = 0; turn < 3; turn++)
            Assert.Equal(200, await AskAsync("carl", "sha1-user", network: 201));
        Assert.Equal([401, 401], await GuessAsync("other", network: 202, times: 2));
    }

    private async Task AttackAsync(string name)
    {
        for (var network = 1; network <= 20; network++)
            await GuessAsync(name, network, times: 2);
    }

    private async Task<IEnumerable<int>> GuessAsync(string name, int network, int times)
    {
        var statuses = new int[times];
        for (var turn = 0; turn < times; turn++)
            statuses[turn] = await AskAsync(name, $"guess {turn}", network);
        return statuses;
    }

    private async Task<int> AskAsync(string name, string password, int network) =>
        (await _gateway.GetAsync("/a", $"X-Forwarded-For: 192.0.{network}.1", Credential.Basic(name, password))).Status;
}
