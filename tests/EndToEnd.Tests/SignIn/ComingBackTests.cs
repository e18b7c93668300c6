using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>People who open pages of an application in a real browser: where they are led, and with what they come back.</summary>
public sealed class ComingBackTests(PeopleSite site, BrowserFixture browser) : IClassFixture<PeopleSite>
{
    private const string Cookie = "__Host-countersign";
    private const string Deep = "/orders/17?page=2&sort=a%20b";

    [Fact]
    public async Task A_deep_link_leads_to_the_page_and_then_to_exactly_that_address()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address(Deep));
        Assert.StartsWith(site.Address("/.countersign/login?"), await window.AddressAsync(), StringComparison.Ordinal);

        await PeopleSite.SignInAsync(window);

        Assert.Equal(site.Address(Deep), await window.AddressAsync());
        Assert.Equal("inside", await window.TitleAsync());
    }

    [Fact]
    public async Task Who_did_nothing_for_too_long_is_told_so_and_comes_back_to_the_same_address()
    {
        var (profile, window) = await site.SignInAsync(browser, Deep);
        await using var until = profile;
        await site.ExpireAsync();

        await window.OpenAsync(site.Address(Deep));
        Assert.Contains("Your session expired because you did nothing for a while.", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Null(await profile.CookieAsync(Cookie));
        await site.KeepAsync();
        await PeopleSite.SignInAsync(window);

        Assert.Equal(site.Address(Deep), await window.AddressAsync());
        Assert.Equal("inside", await window.TitleAsync());
    }

    [Fact]
    public async Task A_cookie_that_cannot_be_read_is_forgotten_and_the_page_is_offered()
    {
        await using var profile = await browser.OpenProfileAsync();
        await profile.PlantAsync(site.Address("/"), Cookie, "not=a%session");

        var window = await profile.OpenWindowAsync(site.Address(Deep));

        Assert.Contains("Your session is not known any more.", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Null(await profile.CookieAsync(Cookie));
        await PeopleSite.SignInAsync(window);
        Assert.Equal(site.Address(Deep), await window.AddressAsync());
    }

    [Fact]
    public async Task The_cookie_ends_with_the_browser_and_is_for_this_host_and_no_script()
    {
        var (profile, window) = await site.SignInAsync(browser);
        await using var until = profile;

        var cookie = Assert.IsAssignableFrom<JsonNode>(await profile.CookieAsync(Cookie));

        Assert.True(cookie["session"]!.GetValue<bool>());
        AssertIsGuarded(cookie);
        Assert.DoesNotContain("countersign", await window.AskAsync("document.cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_to_be_remembered_has_a_cookie_that_outlasts_the_browser()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page"));
        await window.PressAsync("Keep me signed in on this device");

        await PeopleSite.SignInAsync(window);

        var cookie = Assert.IsAssignableFrom<JsonNode>(await profile.CookieAsync(Cookie));
        Assert.False(cookie["session"]!.GetValue<bool>());
        AssertIsGuarded(cookie);
        var left = DateTimeOffset.FromUnixTimeSeconds((long)cookie["expires"]!.GetValue<double>()) - TimeProvider.System.GetUtcNow();
        Assert.InRange(left.TotalDays, 29, 30.1);
        await site.ExpireAsync();
        await window.OpenAsync(site.Address("/page"));
        Assert.Equal("inside", await window.TitleAsync());
        await site.KeepAsync();
    }

    [Fact]
    public async Task Signing_out_everywhere_else_is_seen_in_the_other_browser()
    {
        var (one, here) = await site.SignInAsync(browser, "/.countersign/account");
        await using var first = one;
        var (two, there) = await site.SignInAsync(browser);
        await using var second = two;
        await there.OpenAsync(site.Address("/page"));
        Assert.Equal("inside", await there.TitleAsync());

        await here.OpenAsync(site.Address("/.countersign/account"));
        await here.FollowAsync("Sign out everywhere else");
        Assert.Contains("You are signed out everywhere else.", await here.TextAsync(), StringComparison.Ordinal);
        await there.OpenAsync(site.Address("/page"));

        Assert.StartsWith(site.Address("/.countersign/login?"), await there.AddressAsync(), StringComparison.Ordinal);
        Assert.Contains("Your session was ended", await there.TextAsync(), StringComparison.Ordinal);
        await here.OpenAsync(site.Address("/page"));
        Assert.Equal("inside", await here.TitleAsync());
    }

    [Fact]
    public async Task Two_windows_sign_in_side_by_side_and_each_goes_on_to_its_own_page()
    {
        await using var profile = await browser.OpenProfileAsync();
        var one = await profile.OpenWindowAsync(site.Address("/one?a=1"));
        var two = await profile.OpenWindowAsync(site.Address("/two?b=2"));

        await PeopleSite.SignInAsync(one);
        await PeopleSite.SignInAsync(two);

        Assert.Equal([site.Address("/one?a=1"), site.Address("/two?b=2")], [await one.AddressAsync(), await two.AddressAsync()]);
        await one.OpenAsync(site.Address("/one"));
        Assert.Equal("inside", await one.TitleAsync());
    }

    [Fact]
    public async Task What_a_page_asks_for_by_itself_starts_no_sign_in_and_changes_no_way_back()
    {
        site.Application.PutPage("/board", """
            <title>board</title><link rel="manifest" href="/app.webmanifest" crossorigin="use-credentials"><img alt="">
            """);
        var (profile, board) = await site.SignInAsync(browser, "/board");
        await using var until = profile;
        await site.ExpireAsync();
        var window = await profile.OpenWindowAsync(site.Address(Deep));

        var fetched = await board.AskAsync("fetch('/api/news').then(async answer => `${answer.status} ${answer.redirected} ${(await answer.json()).login}`)");
        Assert.Equal("401 false /.countersign/login", fetched);
        Assert.Equal("error", await board.AskAsync("new Promise(done => { const image = document.querySelector('img'); image.onload = () => done('load'); image.onerror = () => done('error'); image.src = '/picture.png'; })"));
        Assert.Equal("blank", await board.AskAsync("""
            new Promise(done => { const frame = document.createElement('iframe'); frame.onload = () => done(frame.contentDocument?.querySelector('input') ? 'form' : 'blank'); frame.src = '/inner'; document.body.append(frame); })
            """));
        await board.SendAsync("Page.getAppManifest");
        await site.KeepAsync();
        await PeopleSite.SignInAsync(window);

        Assert.Equal(site.Address(Deep), await window.AddressAsync());
        Assert.DoesNotContain(site.Application.Asked, path => path is "/api/news" or "/picture.png" or "/inner" or "/app.webmanifest");
    }

    private static void AssertIsGuarded(JsonNode cookie)
    {
        Assert.True(cookie["secure"]!.GetValue<bool>());
        Assert.True(cookie["httpOnly"]!.GetValue<bool>());
        Assert.Equal(("Lax", "localhost", "/"), (cookie["sameSite"]!.GetValue<string>(), cookie["domain"]!.GetValue<string>(), cookie["path"]!.GetValue<string>()));
    }
}
