using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The shipped rules and the shipped dashboard, with the real Prometheus on a real gateway.</summary>
public sealed class MonitoringTests : IAsyncLifetime
{
    private static readonly string Packaging = Path.Combine(Checkout.Root, "packaging");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _port = Site.FreePort();
    private Site _site = null!;
    private Process? _prometheus;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Programs.Need("/usr/bin/prometheus");
        _site = await Site.RunAsync("""
            limits: { refusals-per-minute: 0 }
            schemes:
              keys: { type: api-key, realm: api }
            routes:
              - { name: keys, match: { path: /keys/** }, access: { any-of: [keys] }, upstream: UPSTREAM }
              - { name: open, access: public, upstream: UPSTREAM }
            """);
        await _site.Gateway.TellsAsync("admin on ");
        var rules = await File.ReadAllTextAsync(Path.Combine(Packaging, "prometheus", "countersign.rules.yml"), Cancel);
        await _site.WriteAsync("countersign.rules.yml", rules);
        var configuration = await File.ReadAllTextAsync(Path.Combine(Packaging, "prometheus", "prometheus.yml"), Cancel);
        await _site.WriteAsync("prometheus.yml", configuration
            .Replace("15s", "500ms", StringComparison.Ordinal)
            .Replace("127.0.0.1:8081", _site.Gateway.Admin.Authority, StringComparison.Ordinal));
        _prometheus = Programs.Start("prometheus", $"--config.file={_site.PathOf("prometheus.yml")}", $"--storage.tsdb.path={_site.PathOf("tsdb")}", $"--web.listen-address=127.0.0.1:{_port}", "--log.level=error");
        _prometheus.BeginOutputReadLine();
        _prometheus.BeginErrorReadLine();
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            _prometheus.Kill();
            await _prometheus.WaitForExitAsync(CancellationToken.None);
            _prometheus.Dispose();
        }

        _http.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
    }

    [Fact]
    public async Task The_rules_hold_what_their_own_tests_promise()
    {
        var ran = await Programs.RunAsync("promtool", ["test", "rules", Path.Combine(Packaging, "prometheus", "countersign.rules.test.yml")]);

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
    }

    [Fact]
    public async Task Guesses_at_a_gateway_reach_the_alert_and_every_panel_of_the_dashboard_has_numbers()
    {
        var foreign = await KeyOfAnotherGatewayAsync();
        await AskAsync("/open", 20, HttpStatusCode.OK);
        await AskAsync("/keys/", 20, HttpStatusCode.Unauthorized);
        await GuessAsync(foreign, 50);
        Assert.True(await ComesAsync("countersign_gateway_decisions_total{countersign_outcome=\"refused\"}"), "Prometheus does not see the gateway's numbers.");
        await GuessAsync(foreign, 400);

        Assert.True(await ComesAsync("ALERTS{alertname=\"CountersignGuessing\", http_route=\"keys\"}"), "No alert is pending.");

        foreach (var (title, expression) in Panels())
            Assert.True(await CountAsync(expression) > 0, $"The panel '{title}' shows nothing: {expression}");
    }

    [Fact]
    public async Task A_wrong_admin_credential_is_a_target_that_is_down()
    {
        Assert.True(await ComesAsync("up{job=\"countersign\"} == 1"));

        await _site.WriteAsync("countersign.db.admin-token", "wrong");

        Assert.True(await ComesAsync("up{job=\"countersign\"} == 0"));
    }

    private static IEnumerable<(string Title, string Expression)> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Packaging, "grafana", "countersign.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                yield return (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!
                    .Replace("$job", ".*", StringComparison.Ordinal)
                    .Replace("$route", ".*", StringComparison.Ordinal)
                    .Replace("$__rate_interval", "1m", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>A key in the right form that nobody here knows.</summary>
    private static async Task<string> KeyOfAnotherGatewayAsync()
    {
        await using var other = await Site.CreateAsync();
        await other.ConfigureAsync("routes: [{ name: all, access: deny }]");
        var made = await other.CountersignAsync("key", "create", "--name", "elsewhere", "--format", "json");
        using var json = JsonDocument.Parse(made.Output);
        return json.RootElement.GetProperty("key").GetString()!;
    }

    private async Task GuessAsync(string key, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _site.Url("/keys/"));
            request.Headers.Add("X-API-Key", key);
            using var answer = await _http.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private async Task AskAsync(string path, int count, HttpStatusCode expected)
    {
        for (var i = 0; i < count; i++)
        {
            using var answer = await _http.GetAsync(_site.Url(path), Cancel);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private async Task<bool> ComesAsync(string expression) => await Eventually.UntilAsync(() => CountAsync(expression), count => count > 0, pause: 0.2) > 0;

    /// <summary>How many series an expression has now; -1 when Prometheus can't say.</summary>
    private async Task<int> CountAsync(string expression)
    {
        try
        {
            using var answer = await _http.GetAsync($"http://127.0.0.1:{_port}/api/v1/query?query={Uri.EscapeDataString(expression)}", Cancel);
            using var told = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Cancel));
            return told.RootElement.GetProperty("status").GetString() == "success" ? told.RootElement.GetProperty("data").GetProperty("result").GetArrayLength() : -1;
        }
        catch (HttpRequestException)
        {
            return -1; // it is not up yet
        }
    }
}
