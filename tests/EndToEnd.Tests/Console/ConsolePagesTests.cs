using System.Net;
using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Countersign.WebConsole;
using Countersign.WebConsole.Hosting;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>All pages of the console in a real browser.</summary>
public sealed class ConsolePagesTests(BrowserFixture browser) : IAsyncLifetime
{
    private ConsoleServer _console = null!;

    public static TheoryData<string> Pages => [.. ConsolePages.All.Where(page => !page.NeedsGateway).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_fit_in_light_and_dark_wide_and_narrow(string name)
    {
        await using var profile = await browser.OpenProfileAsync();
        foreach (var (width, scheme) in new[] { (1200, "light"), (1200, "dark"), (360, "light"), (320, "dark") })
        {
            var window = await profile.OpenConsoleWindowAsync(width, scheme);
            await window.OpenAsync($"{_console.Url}/{name}");
            await window.PictureAsync($"{(name.Length > 0 ? name : "home")}-{width}-{scheme}");

            await window.AssertIsFitAsync();
            await window.CloseAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_comes_with_all_that_it_loads_in_120_KiB(string name)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/{name}");

        var weight = (await window.RunAsync("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.transferSize, 0)"))!.GetValue<double>();

        Assert.InRange(weight, 1, 120 * 1024);
    }

    [Fact]
    public async Task The_first_key_leads_to_the_content_and_a_chosen_theme_stays()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/");

        await window.StrikeAsync("Tab", code: 9);
        Assert.Equal("skip", await window.AskAsync("document.activeElement.className"));
        Assert.NotEqual("none", await window.AskAsync("getComputedStyle(document.activeElement).outlineStyle"));
        await window.StrikeAsync("Enter", "\r", 13);
        await window.UntilFocusAsync("content");

        await window.PressAsync("Theme: system");
        await window.PressAsync("Theme: light");
        await window.UntilAsync("document.getElementById('theme').textContent.trim() === 'Theme: dark'");
        await window.OpenAsync($"{_console.Url}/");
        Assert.Equal("rgb(18, 22, 28)", await window.AskAsync("getComputedStyle(document.body).backgroundColor"));
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task A_double_click_sends_a_form_once_and_what_needs_script_is_not_drawn_without()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/inspect");

        Assert.Equal("false true", await window.AskAsync("""
            (() => {
              const held = [];
              addEventListener('submit', e => { held.push(e.defaultPrevented); e.preventDefault(); });
              const form = document.getElementById('text').form;
              form.requestSubmit();
              form.requestSubmit();
              return held.join(' ');
            })()
            """));
        Assert.Equal("none", await window.AskAsync("(theme => { theme.hidden = true; return getComputedStyle(theme).display; })(document.getElementById('theme'))"));
    }

    [Theory]
    [InlineData("document.body.setAttribute('style', 'color: red')", "policy: style-src-attr")]
    [InlineData("document.body.append(Object.assign(document.createElement('img'), { src: 'https://elsewhere.example/x.png', alt: '' })); undefined", "policy: img-src")]
    [InlineData("setTimeout(() => { throw new Error('broken'); })", "broken")]
    [InlineData("document.querySelector('main').append(document.createElement('input')); undefined", "critical label")]
    public async Task What_is_not_fit_is_seen(string change, string found)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.OpenAsync($"{_console.Url}/");
        await window.RunAsync(change);
        await window.UntilAsync("window.faults.length > 0 || document.querySelector('main > input')");

        var unfit = await Assert.ThrowsAnyAsync<Exception>(window.AssertIsFitAsync);

        Assert.Contains(found, unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_every_page_is_there()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenConsoleWindowAsync();
        await window.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        foreach (var page in ConsolePages.All.Where(page => !page.NeedsGateway))
        {
            await window.OpenAsync($"{_console.Url}/{page.Name}");
            Assert.Equal(page.Title, await window.AskAsync("document.querySelector('h1').innerText"));
        }
    }

    public async ValueTask InitializeAsync() =>
        _console = await ConsoleServer.StartAsync(new() { Version = "1.2.3" }, new(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _console.DisposeAsync();
}
