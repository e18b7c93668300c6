using Countersign.EndToEnd.Clients;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>Second factors in a real browser.</summary>
public sealed class FactorsInChromiumTests(BrowserFixture browser) : IAsyncLifetime
{
    private FactorSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await FactorSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_passkey_is_made_and_then_signs_in_alone()
    {
        await using var tab = await browser.OpenTabAsync();
        await tab.AddPasskeyDeviceAsync();
        await SignInAsync(tab, "/.countersign/account/security");
        Assert.Equal("Password and second factor", await tab.TitleAsync());

        await tab.ActAsync("document.getElementById('label').value = 'This computer'; document.querySelector('form[data-passkey] button').click()");
        Assert.Equal("Recovery codes", await tab.TitleAsync());
        Assert.Contains("passkey\t", (await _site.CountersignAsync("user", "factors", "anna")).Output, StringComparison.Ordinal);
        await SignOutAsync(tab);
        await tab.OpenAsync(Address("/page"));
        Assert.Equal("Sign in", await tab.TitleAsync());
        await tab.ActAsync("document.querySelector('form[data-passkey] button').click()");

        Assert.Equal("inside", await tab.TitleAsync());
    }

    [Fact]
    public async Task An_app_is_set_up_from_what_the_page_shows_and_asked_for_from_then_on()
    {
        await using var tab = await browser.OpenTabAsync();
        await SignInAsync(tab, "/.countersign/account/security");
        await tab.ActAsync("document.querySelector('form[action$=\"/app\"] button').click()");
        var app = new AuthenticatorApp(await TextAsync(tab, "document.getElementById('key').textContent"));
        Assert.Equal("true", await TextAsync(tab, "String(document.querySelector('svg.qr').getBoundingClientRect().width > 100)"));

        await tab.ActAsync(Sending(app.Code(-1)));
        Assert.Equal("Recovery codes", await tab.TitleAsync());
        await SignOutAsync(tab);
        await SignInAsync(tab, "/page");
        Assert.Equal("One more step", await tab.TitleAsync());
        await tab.ActAsync(Sending(app.Code()));

        Assert.Equal("inside", await tab.TitleAsync());
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once()
    {
        await using var tab = await browser.OpenTabAsync();
        await SignInAsync(tab, "/.countersign/account/security");
        await tab.ActAsync("document.querySelector('form[action$=\"/app\"] button').click()");
        await tab.ActAsync(Sending(new AuthenticatorApp(await TextAsync(tab, "document.getElementById('key').textContent")).Code()));
        var code = await TextAsync(tab, "document.querySelector('.codes code').textContent");

        await SignOutAsync(tab);
        await SignInAsync(tab, "/page");
        await tab.ActAsync(Sending(code));
        Assert.Equal("inside", await tab.TitleAsync());
        await SignOutAsync(tab);
        await SignInAsync(tab, "/page");
        await tab.ActAsync(Sending(code));

        Assert.Equal("One more step", await tab.TitleAsync());
        Assert.Contains("That code is not right.", await TextAsync(tab, "document.body.innerText"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_sets_a_password_and_tells_no_upstream_of_it()
    {
        var link = (await _site.CountersignAsync("user", "reset", "anna", "--origin", _site.Url.GetLeftPart(UriPartial.Authority))).Output.Trim();
        await using var tab = await browser.OpenTabAsync();
        await tab.OpenAsync(link);

        await tab.ActAsync("for (const name of ['new-password', 'new-password-again']) document.getElementById(name).value = 'battery staple'; document.querySelector('form button').click()");

        Assert.Contains("Your password is set.", await TextAsync(tab, "document.body.innerText"), StringComparison.Ordinal);
        Assert.DoesNotContain("token", await TextAsync(tab, "location.href + document.referrer"), StringComparison.Ordinal);
        await SignInAsync(tab, "/page", "battery staple");
        Assert.Equal("inside", await tab.TitleAsync());
    }

    private async Task SignInAsync(Tab tab, string target, string password = FactorSite.Password)
    {
        await tab.OpenAsync(Address("/.countersign/login?return=" + Uri.EscapeDataString(target)));
        await tab.ActAsync($"document.getElementById('username').value = 'anna'; document.getElementById('password').value = '{password}'; document.querySelector('form button').click()");
    }

    private async Task SignOutAsync(Tab tab)
    {
        await tab.OpenAsync(Address("/.countersign/logout"));
        await tab.ActAsync("document.querySelector('form button').click()");
    }

    private static string Sending(string code) => $"document.getElementById('code').value = '{code}'; document.getElementById('code').form.querySelector('button').click()";

    private static async Task<string> TextAsync(Tab tab, string script) => (await tab.RunAsync(script)).Text;

    private string Address(string target) => _site.Url.GetLeftPart(UriPartial.Authority) + target;
}
