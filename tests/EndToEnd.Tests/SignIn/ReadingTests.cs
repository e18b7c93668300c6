using System.Text.Json.Nodes;
using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>The pages for people who use no mouse, run no script, have them read out, or like it dark.</summary>
public sealed class ReadingTests(PeopleSite site, BrowserFixture browser) : IClassFixture<PeopleSite>
{
    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page?a=b"));

        await window.UntilFocusAsync("username");
        await window.TypeAsync("anna");
        await window.StrikeAsync("Tab", code: 9);
        await window.UntilFocusAsync("password");
        await window.TypeAsync(PeopleSite.Password);
        await window.StrikeAsync("Tab", code: 9);
        await window.StrikeAsync(" ", " ", 32);
        await window.StrikeAsync("Tab", code: 9);
        Assert.Equal("3px solid", await window.AskAsync("getComputedStyle(document.activeElement).outline.match(/3px|solid/g).sort().join(' ')"));
        await window.StrikeAsync("Enter", "\r", 13);

        await window.UntilAsync("document.title === 'inside'");
        Assert.Equal(site.Address("/page?a=b"), await window.AddressAsync());
        Assert.False((await profile.CookieAsync("__Host-countersign"))!["session"]!.GetValue<bool>());
    }

    [Fact]
    public async Task No_script_is_needed_to_sign_in_and_out()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync();
        await window.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        await window.OpenAsync(site.Address("/page?a=b"));

        await PeopleSite.SignInAsync(window, password: "wrong");
        Assert.Contains("Wrong user name or password.", await window.TextAsync(), StringComparison.Ordinal);
        await PeopleSite.SignInAsync(window);

        Assert.Equal(site.Address("/page?a=b"), await window.AddressAsync());
        await window.OpenAsync(site.Address("/.countersign/signed-in"));
        Assert.Contains("You can close this window.", await window.TextAsync(), StringComparison.Ordinal);
        await window.OpenAsync(site.Address("/.countersign/logout"));
        await window.FollowAsync("Sign out");
        Assert.Contains("You are signed out.", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_can_be_used_has_a_name_to_be_read_out()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page"));
        await window.SendAsync("Accessibility.enable");
        Assert.Equal(["button: Sign in", "checkbox: Keep me signed in on this device", "textbox: Password", "textbox: User name"], (await NamesAsync(window)).Order(StringComparer.Ordinal).Where(name => !name.Contains("passkey", StringComparison.Ordinal)));

        // Sessions that other tests began within the same minute are told apart by nobody.
        await PeopleSite.SignInAsync(window);
        await window.OpenAsync(site.Address("/.countersign/account"));
        if ((await NamesAsync(window)).Contains("button: Sign out everywhere else"))
            await window.FollowAsync("Sign out everywhere else");
        foreach (var path in new[] { "/.countersign/account", "/.countersign/account/security" })
        {
            await window.OpenAsync(site.Address(path));
            var names = await NamesAsync(window);
            Assert.True(names.Count > 2, path);
            Assert.DoesNotContain(names, name => name.EndsWith(": ", StringComparison.Ordinal));
            Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_read_out_with_the_field()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(site.Address("/page"));

        await PeopleSite.SignInAsync(window, user: "nobody", password: "wrong");

        Assert.Equal("alert", await window.AskAsync("document.getElementById('note').getAttribute('role')"));
        Assert.Equal("note", await window.AskAsync("document.activeElement.getAttribute('aria-describedby')"));
        Assert.Equal("en", await window.AskAsync("document.documentElement.lang"));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_text_stands_out(string scheme)
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync();
        await window.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        await window.OpenAsync(site.Address("/page"));
        Assert.Equal(scheme == "dark" ? "rgb(18, 22, 28)" : "rgb(246, 247, 249)", await window.AskAsync("getComputedStyle(document.body).backgroundColor"));

        var user = scheme == "dark" ? "ben" : "anna"; // nobody's attempts are to run out
        await PeopleSite.SignInAsync(window, user, "wrong");
        Assert.Equal("", await window.AskAsync(Contrast.FaintTexts));
        await PeopleSite.SignInAsync(window, user);
        foreach (var path in new[] { "/.countersign/account", "/.countersign/account/security", "/.countersign/login" })
        {
            await window.OpenAsync(site.Address(path));
            Assert.Equal("", await window.AskAsync(Contrast.FaintTexts));
        }
    }

    /// <summary>Roles and names of what a person can use, as assistive technology gets them.</summary>
    private static async Task<List<string>> NamesAsync(Window window) =>
    [
        .. (await window.SendAsync("Accessibility.getFullAXTree"))["nodes"]!.AsArray()
            .Where(node => !node!["ignored"]!.GetValue<bool>() && node["role"]?["value"]?.GetValue<string>() is "textbox" or "checkbox" or "button" or "link")
            .Select(node => $"{node!["role"]!["value"]}: {node["name"]?["value"]}"),
    ];
}
