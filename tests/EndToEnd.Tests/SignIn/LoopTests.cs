using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>Proxies that keep people from coming in: nobody goes round in circles, and the page says what is wrong.</summary>
public sealed class LoopTests(BrowserFixture browser) : IAsyncLifetime
{
    private Site _site = null!;

    public async ValueTask InitializeAsync() => _site = await Site.CreateAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_session_that_a_proxy_takes_off_is_missed_at_once()
    {
        await RunAsync("allow-cleartext: true");
        await using var proxy = await MeddlingProxy.StartAsync(_site.Gateway.Url, drops: "countersign=");
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync($"http://localhost:{proxy.Port}/page?a=b");

        await PeopleSite.SignInAsync(window);

        var text = await window.TextAsync();
        Assert.Contains("You have just signed in, and your browser came back without its session.", text, StringComparison.Ordinal);
        Assert.Contains("A proxy may take off Set-Cookie or Cookie", text, StringComparison.Ordinal);
        await window.FollowAsync("Try again");
        Assert.Equal($"http://localhost:{proxy.Port}/.countersign/login?return=%2Fpage%3Fa%3Db", await window.AddressAsync());
        Assert.Contains("User name", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_says_https_to_a_browser_at_http_is_named()
    {
        await RunAsync("idle: 30m");
        await using var proxy = await MeddlingProxy.StartAsync(_site.Gateway.Url, adds: ("X-Forwarded-Proto", "https"));
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync($"http://app.{Browser.Domain}:{proxy.Port}/page");

        await PeopleSite.SignInAsync(window);

        var text = await window.TextAsync();
        Assert.Contains("Your browser did not send back the cookie that came with the form.", text, StringComparison.Ordinal);
        Assert.Contains("The browser is at http, and a proxy says https in X-Forwarded-Proto", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_password_over_http()
    {
        await RunAsync("idle: 30m");
        await using var profile = await browser.OpenProfileAsync();

        var window = await profile.OpenWindowAsync(_site.Url("/.countersign/login"));

        Assert.Contains("This page came without encryption", await window.TextAsync(), StringComparison.Ordinal);
        Assert.Null(await window.RunAsync("document.querySelector('input')"));
    }

    private async Task RunAsync(string session)
    {
        await _site.ConfigureAsync($$"""
            trusted-proxies: [127.0.0.1]
            sign-in: { users: store }
            schemes: { people: { type: session, realm: People, {{session}} } }
            routes:
              - { name: all, access: { any-of: [people] }, upstream: UPSTREAM }
            """);
        var added = await Programs.CountersignWithInputAsync(PeopleSite.Password + "\n", "user", "add", "anna", "--config", _site.Configuration);
        Assert.True(added.Code == 0, added.Error);
        await _site.StartAsync();
    }
}
