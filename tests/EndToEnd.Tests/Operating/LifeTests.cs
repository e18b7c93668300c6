using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The process itself: how it ends, what it survives.</summary>
public sealed class LifeTests
{
    private const string Closed = "routes:\n  - { name: all, access: deny }\n";
    private const string Open = "routes:\n  - { name: all, access: public, upstream: UPSTREAM }\n";

    [Fact]
    public async Task Ends_well_within_seconds_of_sigterm()
    {
        await using var site = await Site.RunAsync(Open);
        Assert.Equal(200, (await Programs.CurlAsync(site.Url("/"))).Status);

        var (code, took) = await site.Gateway.TerminateAsync();

        Assert.Equal(0, code);
        Assert.True(took < TimeSpan.FromSeconds(5), $"it took {took}");
    }

    [Fact]
    public async Task Lets_an_answer_under_way_end_after_sigterm()
    {
        await using var site = await Site.RunAsync(Open);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(site.Url("/events"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("data: first", await lines.ReadLineAsync(TestContext.Current.CancellationToken));

        var end = site.Gateway.TerminateAsync();
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        site.Upstream.ReleaseSecondEvent();

        Assert.Contains("data: second", await lines.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await end).Code);
    }

    [Fact]
    public async Task Says_where_its_admin_listener_really_is()
    {
        await using var site = await Site.RunAsync(Open);
        await site.Gateway.TellsAsync("admin on ");

        Assert.NotEqual(0, site.Gateway.Admin.Port);
        Assert.Equal(200, (await Programs.CurlAsync(new Uri(site.Gateway.Admin, "/.countersign/health/live").ToString())).Status);
    }

    [Fact]
    public async Task Says_in_one_line_that_its_upstream_failed()
    {
        await using var site = await Site.RunAsync("routes:\n  - { name: all, access: public, upstream: 'http://127.0.0.1:9' }\n");

        var (status, body) = await Programs.CurlAsync(site.Url("/"));
        var reference = JsonDocument.Parse(body).RootElement.GetProperty("reference").GetString()!;

        Assert.Equal(502, status);
        await site.Gateway.TellsAsync(reference);
        var lines = site.Gateway.Lines;
        Assert.Contains("refused", Assert.Single(lines, line => line.Contains(reference, StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(lines, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Yarp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serves_on_while_nobody_reads_what_it_says()
    {
        await using var site = await Site.CreateAsync();
        await site.ConfigureAsync("routes:\n  - { name: all, access: public, upstream: 'http://127.0.0.1:9' }\n");
        using var process = Programs.Start("dotnet", "exec", Checkout.Command, "run", "--config", site.Configuration, "--listen", "http://127.0.0.1:0");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = new(line!["listening on ".Length..]), Timeout = TimeSpan.FromMinutes(2) };

            // A line each, more than a pipe and the queue before it hold.
            await Parallel.ForAsync(0, 6_000, TestContext.Current.CancellationToken, async (_, cancel) =>
            {
                using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), cancel);
                Assert.Equal(502, (int)answer.StatusCode);
            });
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Says_what_is_wrong_with_its_configuration_and_does_not_start()
    {
        var ran = await Programs.CountersignAsync("run", "--config", Path.Combine(Checkout.Root, "tests", "Fixtures", "broken", "misspelt-access.yaml"));

        Assert.Equal(1, ran.Code);
        Assert.Matches(@"misspelt-access\.yaml:\d+:\d+: error ", ran.Error);
    }

    [Fact]
    public async Task Takes_a_changed_configuration_without_a_restart()
    {
        await using var site = await Site.RunAsync(Closed);
        Assert.Equal(403, (await Programs.CurlAsync(site.Url("/"))).Status);

        await site.ConfigureAsync(Open);
        Assert.Equal(200, await StatusBecomesAsync(site, 200));

        await site.ConfigureAsync(Closed);
        Assert.Equal(403, await StatusBecomesAsync(site, 403));
    }

    [Fact]
    public async Task Names_the_keys_of_a_change_that_wait_for_the_next_start()
    {
        await using var site = await Site.RunAsync(Closed);

        await site.ConfigureAsync("limits: { password-queue: 65 }\n" + Open);

        Assert.Equal(200, await StatusBecomesAsync(site, 200));
        await site.Gateway.TellsAsync("counts from the next start on: limits.password-queue");
    }

    [Fact]
    public async Task Serves_on_through_every_broken_configuration()
    {
        await using var site = await Site.RunAsync(Open);
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "Fixtures", "broken"), "*.yaml").Order(StringComparer.Ordinal).ToArray();
        Assert.True(files.Length >= 20);

        foreach (var file in files)
        {
            var before = Rejections(site);
            await site.WriteAsync("countersign.yaml", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            var after = await Eventually.UntilAsync(() => Task.FromResult(Rejections(site)), count => count > before);

            Assert.True(after > before, $"{Path.GetFileName(file)} was not said to be wrong");
            Assert.Equal(200, (await Programs.CurlAsync(site.Url("/"))).Status);
        }

        await site.ConfigureAsync(Closed);
        Assert.Equal(403, await StatusBecomesAsync(site, 403));
        Assert.False(site.Gateway.HasEnded);
    }

    private static int Rejections(Site site) => site.Gateway.Lines.Count(line => line.Contains("was not taken", StringComparison.Ordinal));

    private static async Task<int> StatusBecomesAsync(Site site, int status) =>
        await Eventually.UntilAsync(async () => (await Programs.CurlAsync(site.Url("/"))).Status, seen => seen == status);
}
