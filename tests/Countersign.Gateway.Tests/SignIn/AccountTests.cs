using System.Text.RegularExpressions;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>A person's own page: one's sessions and nobody else's.</summary>
public sealed partial class AccountTests : IAsyncLifetime
{
    private const string Firefox = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;
    private TestBrowser _other = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        (_browser, _other) = (new(_gateway), new(_gateway));
        await _browser.SignInAsync();
        await _other.SubmitAsync(await _other.AttemptAsync(), "anna", SignInSite.Password, false, Firefox);
        await new TestBrowser(_gateway).SignInAsync("ben");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Shows_where_one_is_signed_in()
    {
        var page = await _browser.GetAsync("/.countersign/account");

        Assert.Equal(200, page.Status);
        Assert.Equal(2, Handles(page).Length);
        Assert.Contains("Firefox, Linux", page.Body, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page.Body, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page.Body, @"\(this browser\)", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(_browser.Session!, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_those_who_are_not_signed_in_to_sign_in()
    {
        var reply = await new TestBrowser(_gateway).GetAsync("/.countersign/account");

        Assert.Equal((303, "/.countersign/login?return=%2F.countersign%2Faccount"), (reply.Status, reply.Field("Location")));
    }

    [Fact]
    public async Task Ends_one_session()
    {
        var handle = Handles(await _other.GetAsync("/.countersign/account"))[0];

        var page = await _browser.PostAsync("/.countersign/account", [("end", handle)]);

        Assert.Contains("The session is ended.", page.Body, StringComparison.Ordinal);
        Assert.Single(Handles(page));
        Assert.Equal(303, (await _other.GetAsync("/staff/a")).Status);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Ends_all_others()
    {
        var page = await _browser.PostAsync("/.countersign/account", [("others", "yes")]);

        Assert.Contains("You are signed out everywhere else.", page.Body, StringComparison.Ordinal);
        Assert.Contains("reason=session-revoked", (await _other.GetAsync("/staff/a")).Field("Location"), StringComparison.Ordinal);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Ends_this_one()
    {
        var handle = Handles(await _browser.GetAsync("/.countersign/account"))[0];

        var page = await _browser.PostAsync("/.countersign/account", [("end", handle)]);

        Assert.Contains("You are signed out.", page.Body, StringComparison.Ordinal);
        Assert.Null(_browser.Session);
        Assert.Equal(200, (await _other.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Ends_nobody_elses()
    {
        var ben = new TestBrowser(_gateway);
        await ben.SignInAsync("ben");
        var handle = Handles(await _browser.GetAsync("/.countersign/account"))[0];

        var page = await ben.PostAsync("/.countersign/account", [("end", handle)]);

        Assert.DoesNotContain("The session is ended.", page.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Does_nothing_for_another_page()
    {
        var reply = await _browser.PostBareAsync("/.countersign/account", [("others", "yes")], TestBrowser.Html, "Origin: https://evil.example");

        Assert.Equal(403, reply.Status);
        Assert.Equal(200, (await _other.GetAsync("/staff/a")).Status);
    }

    private static string[] Handles(Reply page) => [.. Handle().Matches(page.Body).Select(match => match.Groups["handle"].Value)];

    [GeneratedRegex("name=\"end\" value=\"(?<handle>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Handle();
}
