using System.Collections.Concurrent;
using Countersign.Gateway.Configuration;
using Countersign.TestKit;
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

    [Fact]
    public async Task Every_broken_file_that_the_timer_comes_upon_changes_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(Closed);
        using var watcher = Watch(gateway, TimeSpan.FromMilliseconds(20));
        using var rejected = new BlockingCollection<ConfigurationProblem>();
        watcher.Rejected += problems => rejected.Add(problems[0]);

        foreach (var name in BrokenFiles.Names)
        {
            gateway.Files.Write(await File.ReadAllTextAsync(BrokenFiles.PathOf(name), TestContext.Current.CancellationToken));
            Assert.True(rejected.TryTake(out _, TimeSpan.FromMinutes(1)), $"{name} was not rejected");
        }

        Assert.Equal(403, (await gateway.GetAsync("/a/x")).Status);
    }

    [Fact]
    public async Task A_changed_password_file_is_taken_and_nothing_else_is_made_anew()
    {
        await using var gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);
        using var watcher = Watch(gateway);
        var before = gateway.Host.Runtime.State;
        Assert.Equal(200, (await gateway.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user"))).Status);

        gateway.Files.Write("ann:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\n", "quick.htpasswd");
        watcher.Check();

        var reply = await Eventually.UntilAsync(() => gateway.GetAsync("/staff/a", Credential.Basic("carl", "sha1-user")), reply => reply.Status == 401);
        Assert.Equal(401, reply.Status);
        Assert.Equal(200, (await gateway.GetAsync("/staff/a", Credential.Basic("ann", "sha1-user"))).Status);
        Assert.Same(before, gateway.Host.Runtime.State);
    }

    [Fact]
    public async Task A_new_admin_credential_counts_at_once_and_the_old_one_no_more()
    {
        const string Fresh = "fedcba9876543210fedcba9876543210";
        await using var gateway = await RunningGateway.StartAsync(Closed);
        using var watcher = Watch(gateway);
        Assert.Equal(200, (await gateway.AskedAdminAsync("/.countersign/metrics")).Status);

        var text = await File.ReadAllTextAsync(gateway.File, TestContext.Current.CancellationToken);
        gateway.Files.Write(text.Replace(RunningGateway.AdminToken, Fresh, StringComparison.Ordinal));
        watcher.Check();

        Assert.Equal(401, (await gateway.AskedAdminAsync("/.countersign/metrics")).Status);
        Assert.Equal(200, (await gateway.AdminAsync("/.countersign/metrics", $"Authorization: Bearer {Fresh}")).Status);
    }

    [Fact]
    public async Task A_change_that_turns_out_impossible_leaves_neither_limits_nor_health_checks_behind()
    {
        const string Impossible = """
              - { name: y, match: { path: /y }, access: public, upstream: { urls: UPSTREAM, health: { path: /health, interval: 50ms } } }
              - { name: z, match: { path: /z }, access: public, upstream: { urls: UPSTREAM, authorities: quick.htpasswd } }
            """;
        await using var gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);
        using var watcher = Watch(gateway);

        gateway.Rewrite("limits: { refusals-per-minute: 1 }\n" + RefusalCases.Yaml + Impossible);
        watcher.Check();

        for (var attempt = 0; attempt < 4; attempt++)
            Assert.Equal(401, (await gateway.GetAsync("/staff/a", Credential.Basic("carl", "wrong"))).Status);
        await IsLeftAloneAsync(gateway.Upstream);
    }

    [Fact]
    public async Task Upstreams_of_the_former_configuration_are_not_asked_for_their_health_any_more()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "routes:\n  - { name: a, access: public, upstream: { urls: UPSTREAM, health: { path: /health, interval: 50ms } } }\n");
        using var watcher = Watch(gateway);
        Assert.True(await Eventually.IsSoAsync(() => gateway.Upstream.All.Count > 2));

        gateway.Rewrite(Closed);
        watcher.Check();

        await IsLeftAloneAsync(gateway.Upstream);
    }

    private static async Task IsLeftAloneAsync(EchoUpstream upstream)
    {
        // What was under way may arrive; whoever asked on would break every silence of ten intervals.
        Assert.True(await Eventually.UntilAsync(IsSilentAsync, silent => silent));

        async Task<bool> IsSilentAsync()
        {
            var before = upstream.All.Count;
            await Task.Delay(500, TestContext.Current.CancellationToken);
            return before == upstream.All.Count;
        }
    }

    private static ConfigurationWatcher Watch(RunningGateway gateway, TimeSpan? pause = null)
    {
        var watcher = new ConfigurationWatcher(ConfigurationReader.Read(gateway.File, _ => null), _ => null, TimeProvider.System, pause);
        watcher.Changed += changed => gateway.Host.Take(gateway.File, changed);
        watcher.Rejected += problems => gateway.Host.Reject(gateway.File, problems);
        return watcher;
    }
}
