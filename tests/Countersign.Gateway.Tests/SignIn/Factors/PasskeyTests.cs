using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn.Factors;

/// <summary>Passkeys at the pages, with an authenticator of software.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private const string Host = "app.localhost";
    private const string Login = "/.countersign/login/passkey";

    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;
    private readonly SoftAuthenticator _device = new() { Origin = "http://" + Host };

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway, Host);
    }

    public async ValueTask DisposeAsync()
    {
        _device.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Sign_in_without_a_password()
    {
        Assert.Equal(10, FactorBrowser.CodesOf(await AddAsync()).Length);
        var browser = new TestBrowser(_gateway, Host);
        var page = await browser.GetAsync("/.countersign/login?return=/staff/a");
        Assert.Contains("script-src 'sha256-", page.Field("Content-Security-Policy"), StringComparison.Ordinal);

        var reply = await ProveAsync(browser, page);

        Assert.Equal((303, "/staff/a"), (reply.Status, reply.Field("Location")));
        Assert.Equal(200, (await browser.GetAsync("/staff/a")).Status);
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task Are_asked_for_behind_the_password_and_recovery_codes_stand_in()
    {
        var codes = FactorBrowser.CodesOf(await AddAsync());
        var (browser, other) = (new TestBrowser(_gateway, Host), new TestBrowser(_gateway, Host));

        var asked = await browser.SignInAsync();
        Assert.Equal(200, asked.Status);
        Assert.Equal(303, (await ProveAsync(browser, asked, FactorBrowser.SecondStep)).Status);

        Assert.Equal(303, (await other.SendCodeAsync(await other.SignInAsync(), codes[0])).Status);
    }

    [Fact]
    public async Task Are_refused_with_another_question_and_for_a_user_who_is_switched_off()
    {
        await AddAsync();
        var browser = new TestBrowser(_gateway, Host);
        var (first, second) = (await browser.GetAsync("/.countersign/login"), await browser.GetAsync("/.countersign/login"));

        var crossed = await browser.PostAsync(Login,
        [
            ("attempt", TestBrowser.AttemptOf(first)), ("state", FactorBrowser.HiddenOf(second, "state")), ("credential", _device.Get(FactorBrowser.OptionsOf(second))),
        ]);
        _gateway.Host.Services.Users.SetDisabled("anna", true);
        var disabled = await ProveAsync(browser, crossed);

        Assert.Equal((401, 401), (crossed.Status, disabled.Status));
        Assert.Contains("That passkey was not accepted.", disabled.Body, StringComparison.Ordinal);
        Assert.Equal((Refusal.SignInPasskeyRefused, "anna"), ((await _gateway.JournalAsync(disabled.Reference)).Refusal, (await _gateway.JournalAsync(disabled.Reference)).Subject));
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task Are_refused_a_second_time()
    {
        await AddAsync();
        var browser = new TestBrowser(_gateway, Host);
        var page = await browser.GetAsync("/.countersign/login");
        Assert.Equal(303, (await ProveAsync(browser, page)).Status);
        await browser.PostAsync("/.countersign/logout", []);

        Assert.NotEqual(303, (await ProveAsync(browser, page)).Status);
    }

    [Fact]
    public async Task Are_named_listed_and_removed_by_their_owner()
    {
        await AddAsync("My <phone>");
        var page = await _browser.GetAsync(FactorBrowser.Security);
        Assert.Contains("My &lt;phone&gt;", page.Body, StringComparison.Ordinal);

        Assert.Equal(303, (await _browser.PostAsync(FactorBrowser.Security + "/passkeys/remove", [("id", FactorBrowser.HiddenOf(page, "id"))])).Status);

        Assert.Empty(new FactorStore(_gateway.Host.Services.Store).List("anna"));
        Assert.NotEqual(303, (await ProveAsync(new(_gateway, Host))).Status);
    }

    [Theory]
    [InlineData("gateway.test")]
    [InlineData("127.0.0.1")]
    public async Task Are_not_offered_where_browsers_have_none(string host)
    {
        var page = await new TestBrowser(_gateway, host).GetAsync("/.countersign/login");

        Assert.DoesNotContain("data-passkey", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", page.Field("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private async Task<Reply> AddAsync(string label = "laptop")
    {
        await _browser.SignInAsync();
        var page = await _browser.GetAsync(FactorBrowser.Security);
        var reply = await _browser.PostAsync(FactorBrowser.Security + "/passkeys",
        [
            ("state", FactorBrowser.HiddenOf(page, "state")), ("credential", _device.Create(FactorBrowser.OptionsOf(page))), ("label", label),
        ]);
        Assert.Equal(200, reply.Status);
        return reply;
    }

    private async Task<Reply> ProveAsync(TestBrowser browser, Reply? page = null, string action = Login)
    {
        page ??= await browser.GetAsync("/.countersign/login");
        return await browser.PostAsync(action,
        [
            ("attempt", TestBrowser.AttemptOf(page)), ("state", FactorBrowser.HiddenOf(page, "state")), ("credential", _device.Get(FactorBrowser.OptionsOf(page))),
        ]);
    }
}
