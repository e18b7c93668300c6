using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class ReloadTests
{
    private const string Open = "routes:\n  - { name: a, match: { path: /a/** }, access: public, upstream: UPSTREAM }\n";
    private const string Closed = "routes:\n  - { name: a, match: { path: /a/** }, access: deny }\n";

    [Fact]
    public async Task A_valid_change_is_in_force_with_the_next_request()
    {
        await using var gateway = await RunningGateway.StartAsync(Open);
        using var watcher = Watch(gateway);
        Assert.Equal(200, (await gateway.GetAsync("/a/x")).Status);

        gateway.Rewrite(Closed);
        watcher.Check();

        Assert.Equal(403, (await gateway.GetAsync("/a/x")).Status);
    }

    [Theory]
    [InlineData("routes: [")]
    [InlineData("routes: []\n")]
    [InlineData("")]
    [InlineData("routes:\n  - { name: a, acess: public, upstream: UPSTREAM }\n")]
    [InlineData("schemes: { s: { type: basic, htpasswd: no-such-file, allow-cleartext: true } }\nroutes:\n  - { name: a, access: { any-of: [s] }, upstream: UPSTREAM }\n")]
    [InlineData("routes:\n  - { name: a, access: public, upstream: { urls: UPSTREAM, authorities: quick.htpasswd } }\n")]
    public async Task A_broken_file_changes_nothing(string yaml)
    {
        await using var gateway = await RunningGateway.StartAsync(Closed);
        using var watcher = Watch(gateway);
        var rejected = 0;
        watcher.Rejected += problems => rejected += problems.Length;

        gateway.Rewrite(yaml);
        watcher.Check();

        Assert.Equal(403, (await gateway.GetAsync("/a/x")).Status);
        Assert.Empty(gateway.Upstream.All);

        gateway.Rewrite(Open);
        watcher.Check();
        Assert.Equal(200, (await gateway.GetAsync("/a/x")).Status);
    }

    [Fact]
    public async Task A_nonce_of_before_the_change_still_counts()
    {
        await using var gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);
        using var watcher = Watch(gateway);
        var challenge = await Credential.AskedAsync(gateway, "/devices/a");

        gateway.Rewrite("limits: { refusals-per-minute: 500 }\n" + RefusalCases.Yaml);
        watcher.Check();

        Assert.Equal(200, (await gateway.GetAsync("/devices/a", Credential.Digest(challenge, "/devices/a"))).Status);
    }

    private static ConfigurationWatcher Watch(RunningGateway gateway)
    {
        var watcher = new ConfigurationWatcher(ConfigurationReader.Read(gateway.File, _ => null), _ => null, TimeProvider.System);
        watcher.Changed += changed => gateway.Host.Take(gateway.File, changed);
        watcher.Rejected += problems => gateway.Host.Reject(gateway.File, problems);
        return watcher;
    }
}
