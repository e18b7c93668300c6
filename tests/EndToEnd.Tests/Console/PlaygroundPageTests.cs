using System.Net;
using System.Text.Json.Nodes;
using Countersign.Cli.Consoles;
using Countersign.EndToEnd.Clients;
using Countersign.WebConsole.Hosting;
using Countersign.WebConsole.Pages.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The pages Playground and Simulator in a real browser, with the simulator beside the console.</summary>
public sealed class PlaygroundPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private ConsoleServer _console = null!;

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(1200, "dark")]
    [InlineData(360, "light")]
    public async Task What_the_simulator_does_is_found_tried_and_judged(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        await window.OpenAsync($"{_console.Url}/simulator");
        await window.FillAsync("q", "challenge/missing");
        await window.FollowAsync("Find");
        await window.PictureAsync($"simulator-found-{width}-{scheme}");
        await window.AssertIsFitAsync();
        await window.FollowAsync("Try it");

        Assert.Contains("challenge/missing", await window.AskAsync("document.getElementById('verdict').innerText + document.body.innerText"), StringComparison.Ordinal);
        await window.PictureAsync($"simulator-tried-{width}-{scheme}");
        await window.AssertIsFitAsync();
        await window.OpenAsync($"{_console.Url}/simulator/digest");
        await window.PictureAsync($"simulator-digest-{width}-{scheme}");
        await window.AssertIsFitAsync();
    }

    [Theory]
    [InlineData(1200, "light")]
    [InlineData(360, "dark")]
    public async Task A_request_is_composed_sent_edited_and_sent_again(int width, string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync(width, scheme);
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground");
        await window.FillAsync("url", $"{simulator}/sim/401/digest");
        await ChooseAsync(window, "digest");
        await window.FillAsync("user", "anna");
        await window.FillAsync("secret", "wrong-hush");
        await window.FollowAsync("Send");
        Assert.Equal("401", await LastStatusAsync(window));

        await window.FillAsync("secret", "secret");
        await window.FollowAsync("Send");
        Assert.Equal("200", await LastStatusAsync(window));
        Assert.Equal(2, (await window.RunAsync("document.querySelectorAll('section[id^=exchange-]').length"))!.GetValue<int>());
        await window.PictureAsync($"playground-sent-{width}-{scheme}");
        await window.RunAsync("document.querySelectorAll('details').forEach(each => each.open = true)");
        await window.AssertIsFitAsync();
        Assert.InRange((await window.RunAsync("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.decodedBodySize, 0)"))!.GetValue<double>(), 1, 120 * 1024);
    }

    [Fact]
    public async Task A_link_fills_the_form_in_and_credentials_go_at_once_where_no_challenge_is_waited_for()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground?url={Uri.EscapeDataString($"{simulator}/sim/401/basic")}&as=basic&user=anna");
        Assert.Contains("A link has filled this in.", await window.TextAsync(), StringComparison.Ordinal);
        await window.FillAsync("secret", "secret");
        await window.RunAsync("document.getElementById('answers').click()");
        await window.FollowAsync("Send");

        Assert.Equal("200", await LastStatusAsync(window));
        Assert.Equal(1, (await window.RunAsync("document.querySelectorAll('section[id^=exchange-]').length"))!.GetValue<int>());
        Assert.False((await window.RunAsync("document.getElementById('answers').checked"))!.GetValue<bool>());
    }

    [Fact]
    public async Task A_redirect_is_a_leg_of_its_own_and_can_be_left_alone()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground?url={Uri.EscapeDataString($"{simulator}/redirect-to?url=/sim/401/basic")}&as=basic&user=anna");
        await window.FillAsync("secret", "secret");
        await window.FollowAsync("Send");
        Assert.Equal("200", await LastStatusAsync(window));
        Assert.Equal(3, (await window.RunAsync("document.querySelectorAll('section[id^=exchange-]').length"))!.GetValue<int>());

        await window.RunAsync("document.getElementById('follows').click()");
        await window.FollowAsync("Send");
        Assert.Equal("302", await LastStatusAsync(window));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_before_the_eyes()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground?url={Uri.EscapeDataString($"{simulator}/sim/401/bearer")}&as=bearer&endpoint={Uri.EscapeDataString($"{simulator}/idp/token")}&client=demo");
        await window.FillAsync("secret", "worn-out-token");
        await window.FillAsync("clientsecret", "demo-secret");
        await window.FollowAsync("Send");

        await window.PictureAsync("playground-renewed");
        Assert.Contains("/idp/token", await window.AskAsync("[...document.querySelectorAll('section[id^=exchange-] h2')].map(each => each.textContent).join(' ')"), StringComparison.Ordinal);
        Assert.Equal("200", await LastStatusAsync(window));
        Assert.DoesNotContain("worn-out-token", await window.AskAsync("[...document.querySelectorAll('section[id^=exchange-]')].map(each => each.outerHTML).join('')"), StringComparison.Ordinal);
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task Every_twist_that_is_tried_shows_what_it_provokes()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        var missing = new List<string>();
        foreach (var each in SimulatorItem.All.Where(item => item.IsTwist).SelectMany(item => item.Tries))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{_console.Url}/playground{each.Query}") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var shown = page[(page.IndexOf("id=\"verdict\"", StringComparison.Ordinal) + 1)..];
            Assert.True(answer.IsSuccessStatusCode, $"{each.Label}: {page}");
            missing.AddRange(each.Provokes.Where(id => !shown.Contains(id, StringComparison.Ordinal)).Select(id => $"{each.Label}: {id}"));
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public async Task What_is_kept_and_shared_has_variables_for_secrets_and_fills_the_form_in_again()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground");
        await window.FillAsync("url", $"{simulator.Replace("//", "//anna:hush-hush@", StringComparison.Ordinal)}/sim/401/basic?client=x&token=hush-hush");
        await window.FillAsync("fields", "Authorization: Basic YW5uYTpzZWNyZXQ=");
        await window.FollowAsync("Code and link only");
        await window.PressAsync("Keep it in this browser");
        await window.UntilAsync("!document.getElementById('kept').hidden");
        await window.PictureAsync("playground-shared");
        await window.AssertIsFitAsync();
        var kept = await window.AskAsync("JSON.stringify(localStorage)");
        Assert.DoesNotContain("hush", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("YW5uYTpzZWNyZXQ", kept, StringComparison.Ordinal);

        await window.OpenAsync($"{_console.Url}/playground");
        await window.RunAsync("window.isLeft = true; document.querySelector('#kept a').click()");
        await window.UntilAsync("!window.isLeft && document.readyState === 'complete'");
        Assert.Equal($"{simulator}/sim/401/basic?client=x&token={{{{TOKEN}}}}", await window.AskAsync("document.getElementById('url').value"));
        Assert.Equal("Authorization: Basic {{CREDENTIALS}}", await window.AskAsync("document.getElementById('fields').value"));
        await window.FillAsync("url", $"{simulator}/sim/401/basic?client=x");
        await window.FillAsync("var.CREDENTIALS", "YW5uYTpzZWNyZXQ=");
        await window.FollowAsync("Send");
        Assert.Equal("200", await LastStatusAsync(window));

        await window.PressAsync("Forget");
        await window.UntilAsync("document.getElementById('kept').hidden");
        Assert.Equal("[]", await window.AskAsync("localStorage.getItem('playground')"));
    }

    [Fact]
    public async Task Without_script_a_request_is_sent_all_the_same()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await window.OpenAsync($"{_console.Url}/playground?url={Uri.EscapeDataString($"{simulator}/sim/401/basic")}&as=basic&user=anna");
        await window.FillAsync("secret", "secret");
        await window.PressAsync("Send");

        await window.UntilAsync("document.getElementById('verdict')");
        Assert.Equal("200", await LastStatusAsync(window));
        await window.PictureAsync("playground-no-script");
    }

    [Fact]
    public async Task The_keyboard_alone_composes_and_sends()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = await SimulatorAsync(window);
        await window.OpenAsync($"{_console.Url}/playground");
        for (var strokes = 0; strokes < 40 && await window.AskAsync("document.activeElement.id") != "url"; strokes++)
            await window.StrikeAsync("Tab", code: 9);
        await window.TypeAsync($"{simulator}/sim/401/basic");
        await window.RunAsync("window.isLeft = true");
        await window.StrikeAsync("Enter", "\r", 13);

        await window.UntilAsync("!window.isLeft && document.getElementById('verdict')");
        Assert.Equal("401", await LastStatusAsync(window));
    }

    [Fact]
    public async Task Nothing_else_of_this_machine_is_reached()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        var simulator = new Uri(await SimulatorAsync(window));
        foreach (var url in new[] { _console.Url, $"http://localhost:{simulator.Port}/status/200", $"http://127.0.0.2:{simulator.Port}/status/200" })
        {
            await window.OpenAsync($"{_console.Url}/playground?url={Uri.EscapeDataString(url)}");
            await window.FollowAsync("Send");
            Assert.Contains("the console may reach the internet", await window.TextAsync(), StringComparison.Ordinal);
        }
    }

    public async ValueTask InitializeAsync() =>
        _console = await ConsoleServer.StartAsync(new() { Version = "1.2.3", Visits = new ConsoleVisits(TimeProvider.System) }, new(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private static async Task ChooseAsync(Window window, string scheme) =>
        await window.RunAsync($"(s => {{ s.value = '{scheme}'; s.dispatchEvent(new Event('change')); }})(document.getElementById('as'))");

    // The first words of the last answer's status line.
    private static Task<string> LastStatusAsync(Window window) =>
        window.AskAsync("[...document.querySelectorAll('section[id^=exchange-]')].at(-1).querySelectorAll('ol.wire')[1].querySelector('li').textContent.match(/\\b\\d{3}\\b/)[0]");

    private async Task<string> SimulatorAsync(Window window)
    {
        await window.OpenAsync($"{_console.Url}/simulator");
        return await window.AskAsync("[...document.querySelectorAll('code')].map(each => each.textContent).find(each => each.startsWith('http://'))");
    }
}
