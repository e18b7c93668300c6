using System.Text.RegularExpressions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>What people prove beside their password, and what they do about their account.</summary>
public sealed class FactorTests
{
    private const string Security = "/.countersign/account/security";
    private const string SecondStep = "/.countersign/login/second-factor";

    [Fact]
    public async Task Who_has_an_app_is_asked_for_its_code()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        var shown = await browser.PostAsync(Security + "/app", []);
        var authenticator = new AuthenticatorApp(KeyOf(shown));
        Assert.Equal(200, (await browser.PostAsync(Security + "/app", [("setup", shown.Hidden("setup")), ("code", authenticator.Code(-1))])).Status);

        var again = new DoorBrowser(app.Client);
        var asked = await again.SignInAsync(target: "/operators");
        Assert.Equal((200, null), (asked.Status, again.Session));
        var wrong = await again.PostAsync(SecondStep, [("attempt", asked.Hidden("attempt")), ("code", "000000")]);
        Assert.Equal(401, wrong.Status);
        var done = await again.PostAsync(SecondStep, [("attempt", wrong.Hidden("attempt")), ("code", authenticator.Code())]);

        Assert.Equal((303, "/operators"), (done.Status, done.Location));
        Assert.Equal(200, (await again.OpenAsync("/operators")).Status);
    }

    [Fact]
    public async Task Where_everybody_needs_one_who_has_none_sets_it_up()
    {
        await using var app = await PeopleApplication.StartAsync(people => people.SecondFactor = SecondFactorRule.Required);
        var browser = new DoorBrowser(app.Client);

        var shown = await browser.SignInAsync();

        Assert.NotEmpty(KeyOf(shown));
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task People_see_their_sessions_and_end_them()
    {
        await using var app = await PeopleApplication.StartAsync();
        var (here, there) = (new DoorBrowser(app.Client), new DoorBrowser(app.Client));
        await here.SignInAsync();
        await there.SignInAsync();

        Assert.Equal(200, (await here.OpenAsync("/.countersign/account")).Status);
        Assert.Equal(200, (await here.PostAsync("/.countersign/account", [("others", "yes")])).Status);

        Assert.Equal(200, (await here.FetchAsync("/people")).Status);
        Assert.Equal("session-revoked", (await there.FetchAsync("/people")).Reason);
    }

    [Fact]
    public async Task A_link_sets_a_new_password()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);
        var token = app.Services.GetRequiredService<ResetLinkStore>().Issue("eve", TimeSpan.FromHours(1))!.Reveal();

        Assert.Equal(200, (await browser.OpenAsync("/.countersign/reset?token=" + token)).Status);
        Assert.Equal(200, (await browser.PostAsync("/.countersign/reset", [("token", token), ("new-password", "a new password"), ("new-password-again", "a new password")])).Status);

        Assert.Equal(401, (await browser.SignInAsync()).Status);
        Assert.Equal(303, (await browser.SignInAsync(password: "a new password")).Status);
    }

    [Fact]
    public async Task Passkeys_are_offered_where_browsers_have_them()
    {
        await using var app = await PeopleApplication.StartAsync();
        await using var without = await PeopleApplication.StartAsync(people => people.SecondFactor = SecondFactorRule.Off);

        Assert.Contains("data-passkey=\"get\"", (await new DoorBrowser(app.Client).OpenAsync(DoorBrowser.Login)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("data-passkey", (await new DoorBrowser(without.Client).OpenAsync(DoorBrowser.Login)).Body, StringComparison.Ordinal);
    }

    private static string KeyOf(DoorBrowser.Page page) =>
        Regex.Match(page.Body, "<code id=\"key\">(?<key>[^<]*)</code>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["key"].Value;
}
