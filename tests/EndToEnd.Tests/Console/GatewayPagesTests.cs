using System.Net;
using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Countersign.TestKit;
using Countersign.WebConsole;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The console at a running gateway's admin listener, in a real browser.</summary>
public sealed class GatewayPagesTests(BrowserFixture browser, GatewayConsole console) : IClassFixture<GatewayConsole>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => [.. ConsolePages.All.Where(page => page.NeedsGateway || page.Group == NavigationGroup.Learn).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_fit_in_light_and_dark_wide_and_narrow(string name)
    {
        await console.StatusAsync("/staff/", "--user", "anna:wrong");
        await console.StatusAsync("/staff/");
        await console.StatusAsync("/open/");
        await using var profile = await browser.OpenProfileAsync();
        foreach (var (width, scheme) in new[] { (1200, "light"), (1200, "dark"), (360, "light"), (320, "dark") })
        {
            var window = await console.OpenAsync(profile, name, width, scheme);
            await window.PictureAsync($"{name}-{width}-{scheme}");

            await window.AssertIsFitAsync();
            Assert.InRange((await window.RunAsync("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.transferSize, 0)"))!.GetValue<double>(), 1, 120 * 1024);
            await window.CloseAsync();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("inspect")]
    [InlineData("routes")]
    [InlineData("health")]
    public async Task On_a_phone_the_entry_of_the_page_is_seen_in_the_navigation_and_the_page_is_at_its_top(string name)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, name, 360);

        Assert.Equal("", await window.AskAsync("""
            [...document.querySelectorAll('.side nav [aria-current]')].map(each => each.getBoundingClientRect()).filter(each => each.left < 0 || each.right > innerWidth || scrollY > 0).map(each => `${each.left} ${each.right} ${scrollY}`).join(', ')
            """));
    }

    [Theory]
    [InlineData("live", 1200)]
    [InlineData("live?path=a", 1200)]
    [InlineData("live", 700)]
    [InlineData("simulator", 1200)]
    public async Task A_button_beside_fields_stands_as_they_do(string address, int width)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, address, width);

        // Of those in its line; on a line of its own it has none.
        Assert.Equal("", await window.AskAsync("""
            (() => {
              const place = each => each.getBoundingClientRect();
              const button = place(document.querySelector('main form button'));
              const fields = [...document.querySelectorAll('main form .row input, main form .row select, main form.row input, main form.row select')].map(place);
              return fields.filter(each => each.top < button.bottom && each.bottom > button.top && (Math.abs(each.top - button.top) > 1.5 || Math.abs(each.bottom - button.bottom) > 1.5)).map(each => `${each.top}-${each.bottom} beside ${button.top}-${button.bottom}`).join(', ');
            })()
            """));
    }

    [Fact]
    public async Task Without_script_every_page_is_there()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "");
        await window.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        foreach (var page in ConsolePages.All)
        {
            await window.OpenAsync($"{console.Url}/{page.Name}");
            Assert.Equal(page.Title, await window.AskAsync("document.querySelector('h1').innerText"));
        }
    }

    [Fact]
    public async Task Decisions_appear_as_they_happen_and_lead_to_their_stories()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "live?path=appear");
        await window.UntilAsync("document.getElementById('live').dataset.matched === '0'");

        await console.StatusAsync("/open/appear");
        await console.StatusAsync("/staff/appear", "--user", "anna:wrong");
        await window.UntilAsync("document.getElementById('live').dataset.matched === '2'");
        var rows = await window.AskAsync("[...document.getElementById('rows').rows].map(row => row.cells[1].innerText + ' ' + row.cells[3].innerText).join('; ')");
        Assert.Equal("refused staff; admitted open", rows);

        await window.PressAsync("Pause the list");
        await console.StatusAsync("/staff/appear");
        await window.UntilAsync("document.getElementById('live').dataset.matched === '3'");
        Assert.Equal(2, (await window.RunAsync("document.getElementById('rows').rows.length"))!.GetValue<int>());
        await window.PressAsync("Go on with the list");
        await window.UntilAsync("document.getElementById('rows').rows.length === 3");
        await window.PictureAsync("live-some");
        await window.AssertIsFitAsync();

        await window.FollowAsync("basic-wrong-password");
        Assert.Contains("What would get in", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("curl --user anna", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("explain-story");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task Tabs_that_nobody_sees_leave_connections_for_the_others_and_are_as_new_when_they_are_seen()
    {
        const string See = "Object.defineProperty(document, 'hidden', { value: HIDDEN, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); undefined";
        await using var profile = await browser.OpenProfileAsync();
        var first = await console.OpenAsync(profile, "live");
        for (var (window, count) = (first, 1); count <= 7; count++)
        {
            await window.UntilAsync("document.getElementById('live').dataset.matched !== undefined");
            await window.RunAsync("window.isOld = true; window.setTimeout = run => run(); undefined");
            await window.RunAsync(See.Replace("HIDDEN", "true", StringComparison.Ordinal));
            window = await console.OpenAsync(profile, "live");
        }

        await first.RunAsync(See.Replace("HIDDEN", "false", StringComparison.Ordinal));
        await first.UntilAsync("!window.isOld && document.getElementById('live')?.dataset.matched !== undefined");
    }

    [Fact]
    public async Task A_flood_is_counted_to_the_last_decision_and_the_page_goes_on()
    {
        const int Clients = 10;
        const int Each = 500;
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "live?path=/closed/flood");
        await window.UntilAsync("document.getElementById('live').dataset.matched === '0'");
        const string Denied = "Number((document.querySelector('tr[data-kind=\"refused denied-by-policy\"] [data-total]')?.textContent ?? '0').replaceAll(',', ''))";
        var before = (await window.RunAsync(Denied))!.GetValue<int>();

        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var at = 0; at < Each; at++)
            {
                using var answer = await client.GetAsync(new Uri(console.Site.Url("/closed/flood")), Cancel);
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            }
        }));

        await window.UntilAsync($"document.getElementById('live').dataset.matched === '{Clients * Each}'");
        await window.UntilAsync($"{Denied} === {before + (Clients * Each)}");
        Assert.Equal(100, (await window.RunAsync("document.getElementById('rows').rows.length"))!.GetValue<int>());
        await window.PictureAsync("live-flood");
        await window.AssertIsFitAsync();
    }

    [Fact]
    public async Task A_request_is_tried_and_a_changed_file_compared_with_nothing_applied()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "routes");
        await window.FillAsync("url", console.Site.Url("/staff/"));
        await window.FollowAsync("Try");
        Assert.Contains("It does not get in.", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("credentials-missing", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("routes-tried");
        await window.AssertIsFitAsync();

        await window.FillAsync("text", console.Changed("name: closed, match: { path: /closed/** }, access: deny", "name: closed, match: { path: /closed/** }, access: public, upstream: { urls: \"http://127.0.0.1:9\" }"));
        await window.FollowAsync("Compare");
        Assert.Contains("Opened: 1. Closed: 0.", await window.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("routes-compared");
        await window.AssertIsFitAsync();
        Assert.Equal(403, await console.StatusAsync("/closed/"));

        // The file in force names none: whoever may look at the console may not look at the machine.
        await window.FillAsync("text", console.Changed("name: never", "name: '${file:/etc/hostname}'"));
        await window.FollowAsync("Compare");
        Assert.Contains("placeholder-not-filled", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_made_there_lets_in_until_it_is_revoked_there()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "people");
        await window.RunAsync("[...document.querySelectorAll('summary')].find(each => each.textContent === 'Create a key').click()");
        await window.FillAsync("label", "till");
        await window.FillAsync("scopes", "orders.read");
        await window.FollowAsync("Create");
        var key = await window.AskAsync("document.querySelector('[role=alert] pre').textContent");
        await window.PictureAsync("people-key");
        await window.AssertIsFitAsync();
        Assert.Equal(200, await Eventually.UntilAsync(() => console.StatusAsync("/api/", "-H", $"X-API-Key: {key}"), status => status == 200));

        await window.OpenAsync($"{console.Url}/people?q=till");
        await window.RunAsync("document.querySelector('summary[aria-label^=\"Revoke \"]').click()");
        await window.FollowAsync("Revoke till");
        Assert.Contains("is revoked.", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(401, await Eventually.UntilAsync(() => console.StatusAsync("/api/", "-H", $"X-API-Key: {key}"), status => status == 401));
        await console.Site.Gateway.TellsAsync("was revoked through the admin listener from 127.0.0.1");
    }

    [Fact]
    public async Task A_session_that_is_ended_there_is_over()
    {
        await using var person = await browser.OpenProfileAsync();
        var site = await person.OpenWindowAsync(console.Site.Url("/pages/"));
        await site.FillAsync("username", "carl");
        await site.FillAsync("password", GatewayConsole.Password);
        await site.FollowAsync("Sign in");
        await site.UntilAsync("location.pathname === '/pages/'");

        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "people?q=carl");
        await window.RunAsync("document.querySelector('summary[aria-label^=\"End \"]:not([aria-label^=\"End sessions\"])').click()");
        await window.PictureAsync("people-session");
        await window.FollowAsync("End this session of carl");
        Assert.Contains("The session has ended.", await window.TextAsync(), StringComparison.Ordinal);

        Assert.True(await Eventually.UntilAsync(async () =>
        {
            await site.OpenAsync(console.Site.Url("/pages/"));
            return (await site.AddressAsync()).Contains("/.countersign/login", StringComparison.Ordinal);
        }, isOver => isOver));
    }

    [Fact]
    public async Task A_user_is_disabled_with_the_keyboard_alone()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "people");
        await window.RunAsync("document.querySelector('summary[aria-label=\"Disable ben\"]').focus()");
        await window.StrikeAsync("Enter", "\r", 13);
        await window.UntilAsync("document.querySelector('details[open] button.danger')");
        await window.StrikeAsync("Tab", code: 9);
        Assert.Equal("Disable ben", await window.AskAsync("document.activeElement.textContent"));
        await window.AssertIsFitAsync();
        await window.StrikeAsync("Enter", "\r", 13);

        await window.UntilAsync("document.body.innerText.includes('ben gets in no more with')");
        Assert.Equal(401, await Eventually.UntilAsync(() => console.StatusAsync("/staff/", "--user", $"ben:{GatewayConsole.Password}"), status => status == 401));
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing_though_the_browser_knows_the_credential()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await console.OpenAsync(profile, "people");
        await window.OpenAsync(console.Site.Url("/open/").Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await console.DisableByFormAsync(window, "anna");

        await window.UntilAsync("document.body.innerText.includes('not sent by a page of the console')");
        Assert.Equal(200, await console.StatusAsync("/staff/", "--user", $"anna:{GatewayConsole.Password}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/live")]
    [InlineData("/live/stream")]
    [InlineData("/people")]
    [InlineData("/assets/console.css")]
    [InlineData("/nothing")]
    public async Task Without_the_credential_nothing_is_there(string path)
    {
        Assert.Equal(401, (await Programs.CurlAsync(console.Url + path)).Status);
        Assert.Equal(401, (await Programs.CurlAsync("--user", "operator:wrong", "--data", "do=disable&name=anna", console.Url + path)).Status);
        Assert.Equal(421, (await Programs.CurlAsync("--user", $"operator:{GatewayConsole.Token}", "-H", "Host: evil.example", console.Url + path)).Status);
    }

    [Fact]
    public async Task The_directory_of_the_admin_listener_names_the_console()
    {
        var (status, text) = await Programs.CurlAsync("--user", $"operator:{GatewayConsole.Token}", new Uri(console.Site.Gateway.Admin, "/nothing").ToString());

        Assert.Equal(404, status);
        Assert.Contains("/console has pages for people", text, StringComparison.Ordinal);
    }
}
