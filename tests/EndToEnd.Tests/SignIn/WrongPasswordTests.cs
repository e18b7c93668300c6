using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>What people read who can't get in, in a real browser.</summary>
public sealed class WrongPasswordTests(PeopleSite site, BrowserFixture browser) : IClassFixture<PeopleSite>
{
    [Fact]
    public async Task The_words_are_the_same_for_a_wrong_password_and_for_a_name_that_nobody_has()
    {
        var wrong = await RefusedAsync("anna", "wrong");
        var unknown = await RefusedAsync("nobody", "wrong");

        Assert.Contains("Wrong user name or password.", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong, unknown);
    }

    [Fact]
    public async Task Who_mistyped_once_types_the_password_alone_and_gets_in()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page?a=b"));
        await PeopleSite.SignInAsync(window, password: "wrong");
        Assert.Equal("anna", await window.AskAsync("document.getElementById('username').value"));
        await window.UntilFocusAsync("password");
        Assert.Equal("", await window.AskAsync("document.getElementById('password').value"));

        await window.TypeAsync(PeopleSite.Password);
        await window.FollowAsync("Sign in");

        Assert.Equal(site.Address("/page?a=b"), await window.AddressAsync());
    }

    [Theory]
    [InlineData("ben")]
    [InlineData("whoever")]
    public async Task Too_many_attempts_are_told_with_how_long_to_wait_whether_the_name_exists_or_not(string user)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page"));
        for (var i = 0; i < 3; i++)
            await PeopleSite.SignInAsync(window, user, "wrong");

        await PeopleSite.SignInAsync(window, user);

        Assert.Matches(@"Too many attempts\. Wait \d+ (minutes|seconds), then try again\.", await window.TextAsync());
        Assert.NotEqual("inside", await window.TitleAsync());
    }

    /// <summary>The text of the page, but for what differs at every refusal.</summary>
    private async Task<string> RefusedAsync(string user, string password)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page"));
        await PeopleSite.SignInAsync(window, user, password);
        var text = await window.TextAsync();
        return text.Replace(await window.AskAsync("document.querySelector('dd').textContent"), "", StringComparison.Ordinal);
    }
}
