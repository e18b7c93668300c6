using System.Net;
using Countersign.Cli.Consoles;
using Countersign.EndToEnd.Clients;
using Countersign.Lab.Simulator;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Hosting;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The page Inspect in a real browser, asking a real server.</summary>
public sealed class InspectPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Hostile = """
        GET /orders?"><script>document.title='broken'</script> HTTP/1.1
        Host: api.example
        Authorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDA1NTkwMDAsIm5iZiI6MTcwMDU1NzIwMCwic2NvcGUiOiI8aW1nIHNyYz14IG9uZXJyb3I9ZG9jdW1lbnQudGl0bGU9J2Jyb2tlbic-In0.

        HTTP/1.1 401 <svg/onload=document.title='broken'>
        Date: Tue, 21 Nov 2023 10:00:00 GMT
        X-Powered-By: Express
        WWW-Authenticate: Bearer realm="</title></style><script>document.title='broken'</script>", error=<img/src/onerror=document.title='broken'>
        WWW-Authenticate: Basic realm=javascript:document.title='broken'
        Cache-Control: public, max-age=600
        Content-Type: text/html

        </pre></main><iframe srcdoc="<script>parent.document.title='broken'</script>"></iframe><style>*{display:none}</style>
        """;

    private ConsoleServer _console = null!;
    private SimulatedServer _server = null!;

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(1200, "dark")]
    [InlineData(360, "light")]
    public async Task An_address_is_asked_and_the_verdict_comes_first(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await window.OpenAsync($"{_console.Url}/inspect");
        await window.FillAsync("url", $"{_server.Url}sim/401/digest,basic");
        await window.RunAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        await window.FillAsync("user", "anna");
        await window.FillAsync("password", "hush");
        await window.RunAsync("document.getElementById('probes').checked = true");
        await window.RunAsync("document.querySelector('form button').click()");

        await window.UntilAsync("document.getElementById('probes') && document.querySelector('h2.verdict')");
        await window.PictureAsync($"inspected-{width}-{scheme}");
        await window.AssertIsFitAsync();
        var text = await window.TextAsync();
        Assert.Contains("Every exchange", text, StringComparison.Ordinal);
        Assert.Equal("401", await window.AskAsync("document.querySelector('#exchanges tbody b').textContent"));
        Assert.Contains("Probes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", await window.AskAsync("document.documentElement.outerHTML"), StringComparison.Ordinal);
        await window.RunAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        await window.AssertIsFitAsync();
        Assert.Equal("", await window.AskAsync(Contrast.FaintTexts));
        Assert.InRange((await window.RunAsync("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.decodedBodySize, 0)"))!.GetValue<double>(), 1, 120 * 1024);
    }

    [Fact]
    public async Task A_hostile_recording_stays_text()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/inspect");
        await window.FillAsync("text", Hostile);
        await window.FollowAsync("Judge");

        Assert.Equal("Inspect · Countersign", await window.TitleAsync());
        Assert.Equal("0", await window.AskAsync("String(document.querySelectorAll('main :is(script, style, iframe, img, object, embed, link, base), [onload], [onerror], meta[http-equiv=refresh]').length)"));
        Assert.Contains("The signature is not checked.", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("inspected-hostile");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task A_configuration_is_judged()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/inspect");
        await window.FillAsync("text", "http {\n  server {\n    listen 80;\n    auth_basic \"staff\";\n    auth_basic_user_file users;\n    location /status { auth_basic off; }\n    location / { satisfy any; allow all; }\n  }\n}\n");
        await window.FollowAsync("Judge");

        Assert.Contains("nginx", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("linted");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task A_copy_button_copies_the_request()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/inspect?url={Uri.EscapeDataString($"{_server.Url}basic-auth/anna/hush")}");
        await window.UntilAsync("document.querySelector('.copied > button')");
        await window.RunAsync("navigator.clipboard.writeText = async text => { window.copied = text; }");

        await window.PressAsync("Copy");

        await window.UntilAsync("window.copied");
        Assert.StartsWith("curl", await window.AskAsync("window.copied"), StringComparison.Ordinal);
        await window.UntilAsync("document.getElementById('said').textContent === 'Copied'");
    }

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        var options = new WebConsole.ConsoleOptions { Version = "1.2.3", Reach = Reach.Read(["loopback"])!, Visits = new ConsoleVisits(TimeProvider.System) };
        _console = await ConsoleServer.StartAsync(options, new(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _server.DisposeAsync();
    }
}
