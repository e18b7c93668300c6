using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>What other pages and other browsers can't do at the sign-in page.</summary>
public sealed class CrossSiteTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://gateway.test.evil.example")]
    [InlineData("Origin: http://gateway.test:81")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public async Task Nobody_is_signed_in_by_another_page(string field)
    {
        var attempt = await _browser.AttemptAsync("?return=/staff/a");

        var reply = await _browser.PostBareAsync("/.countersign/login", TestBrowser.Form(attempt), TestBrowser.Html, field);

        Assert.Equal(403, reply.Status);
        Assert.Null(_browser.Session);
        Assert.Contains("sign-in-form-foreign", (await _gateway.Log.FindAsync(reply.Reference)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_signed_in_with_the_form_of_another_browser()
    {
        var other = new TestBrowser(_gateway);
        var theirs = await other.AttemptAsync();
        await _browser.AttemptAsync();

        var reply = await _browser.SubmitAsync(theirs);

        Assert.Equal(403, reply.Status);
        Assert.Null(_browser.Session);
        Assert.Contains("type=\"password\"", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made-up")]
    public async Task Nobody_is_signed_in_without_a_form_of_ours(string? attempt)
    {
        await _browser.AttemptAsync();

        var reply = await _browser.PostAsync("/.countersign/login", TestBrowser.Form(attempt ?? "")[(attempt is null ? 1 : 0)..]);

        Assert.Equal(403, reply.Status);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookies_is_told_so()
    {
        var attempt = await _browser.AttemptAsync("?return=/staff/a");
        _browser.Cookies.Clear();

        var reply = await _browser.SubmitAsync(attempt);

        Assert.Equal(403, reply.Status);
        Assert.Contains("did not send back the cookie", reply.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/.countersign/login?return=%2Fstaff%2Fa\"", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    public async Task Nobody_is_signed_out_by_another_page(string field)
    {
        await _browser.SignInAsync();

        var reply = await _browser.PostBareAsync("/.countersign/logout", [], TestBrowser.Html, field);

        Assert.Equal(403, reply.Status);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Nobody_is_signed_out_by_a_link(string method)
    {
        await _browser.SignInAsync();

        var reply = await _gateway.AskAsync(method, "/.countersign/logout", TestBrowser.Html, "Cookie: countersign=" + _browser.Session);

        Assert.Equal(200, reply.Status);
        Assert.Empty(reply.Lines("Set-Cookie"));
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/.countersign/login")]
    [InlineData("\r\nLocation: https://evil.example")]
    public async Task Nobody_is_led_away(string target)
    {
        var reply = await _browser.SignInAsync(target: target);

        Assert.Equal((303, "/"), (reply.Status, reply.Field("Location")));
        var page = await _browser.GetAsync("/.countersign/login?return=" + Uri.EscapeDataString(target));
        Assert.Contains("href=\"/\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_given_twice_counts_for_none()
    {
        var attempt = await _browser.AttemptAsync("?return=/staff/a&return=/staff/b");

        Assert.Equal("/", (await _browser.SubmitAsync(attempt)).Field("Location"));
    }

    [Fact]
    public async Task A_loop_is_broken_and_explained()
    {
        await _browser.SignInAsync();
        _browser.Cookies.Remove("countersign");
        var sentBack = (await _browser.GetAsync("/staff/a")).Field("Location")!;

        var page = await _browser.GetAsync(sentBack);

        Assert.Equal(400, page.Status);
        Assert.Contains("came back without its session", page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/.countersign/login?return=%2Fstaff%2Fa\"", page.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await _browser.GetAsync(sentBack)).Status);
    }

    [Fact]
    public async Task A_loop_over_stores_that_are_not_shared_is_explained()
    {
        await _browser.SignInAsync();
        _browser.Cookies["countersign"] = new string('A', 43);
        var sentBack = (await _browser.GetAsync("/staff/a")).Field("Location")!;

        var page = await _browser.GetAsync(sentBack);

        Assert.Equal(400, page.Status);
        Assert.Contains("store: postgres://", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_and_in_again_is_no_loop()
    {
        await _browser.SignInAsync();
        Assert.Equal(200, (await _browser.PostAsync("/.countersign/logout", [])).Status);

        Assert.Equal(200, (await _browser.GetAsync("/.countersign/login")).Status);
        Assert.Equal(303, (await _browser.SignInAsync("ben")).Status);
    }
}
