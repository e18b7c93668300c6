using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Hosting;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn.Factors;

/// <summary>The page with the password and the factors.</summary>
public sealed class PasswordChangeTests : IAsyncLifetime
{
    private const string Fresh = "a new password";

    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Changes_the_password_and_ends_all_sessions_but_this_one_which_gets_a_new_id()
    {
        var other = new TestBrowser(_gateway);
        await other.SignInAsync();
        await _browser.SignInAsync();
        var former = _browser.Session;

        var reply = await ChangeAsync(SignInSite.Password, Fresh);

        Assert.Equal(200, reply.Status);
        Assert.Contains("Your password is changed", reply.Body, StringComparison.Ordinal);
        Assert.NotEqual(former, _browser.Session);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        Assert.Equal(303, (await other.GetAsync("/staff/a")).Status);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync(password: Fresh)).Status);
        Assert.Equal(401, (await new TestBrowser(_gateway).SignInAsync()).Status);
    }

    [Fact]
    public async Task Wants_the_present_password_and_counts_wrong_ones()
    {
        await using var gateway = await SignInSite.StartAsync("limits: { attempts-per-name: 2 }\n" + SignInSite.Yaml);
        var browser = new TestBrowser(gateway);
        await browser.SignInAsync();
        for (var wrong = 0; wrong < 2; wrong++)
            Assert.Equal(401, (await ChangeAsync("wrong", Fresh, browser)).Status);

        var reply = await ChangeAsync(SignInSite.Password, Fresh, browser);

        Assert.Equal(429, reply.Status);
        Assert.Contains("Too many attempts.", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_new_password_that_does_not_do()
    {
        await _browser.SignInAsync();

        var reply = await ChangeAsync(SignInSite.Password, "short");

        Assert.Equal(422, reply.Status);
        Assert.Contains("fewer than 8", reply.Body, StringComparison.Ordinal);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync()).Status);
    }

    [Fact]
    public async Task Takes_no_form_of_another_page()
    {
        await _browser.SignInAsync();

        var reply = await _browser.PostBareAsync(
            FactorBrowser.Security + "/password", [("old-password", SignInSite.Password), ("new-password", Fresh), ("new-password-again", Fresh)], "Origin: https://evil.example");

        Assert.Equal(403, reply.Status);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync()).Status);
    }

    [Fact]
    public async Task Wants_a_sign_in_of_a_moment_ago()
    {
        await _browser.SignInAsync();
        using (var other = new SqliteConnection($"Data Source={_gateway.Host.Services.Store.Place};Pooling=False"))
            await other.ExecuteAsync("UPDATE sessions SET signed_in = signed_in - 601000");
        await using var beside = await GatewayHost.StartAsync(_gateway.Configuration, Stream.Null, TestContext.Current.CancellationToken);

        Assert.Equal(200, (await AskAsync("GET", "/staff/a")).Status);
        foreach (var reply in new[] { await AskAsync("GET", FactorBrowser.Security), await AskAsync("POST", FactorBrowser.Security + "/app") })
            Assert.Equal((303, "/.countersign/login?return=%2F.countersign%2Faccount%2Fsecurity&fresh=1"), (reply.Status, reply.Field("Location")));

        Task<Reply> AskAsync(string method, string target) => RunningGateway.AskAsync(new(beside.Addresses[0]), method, target, TestBrowser.Html, $"Cookie: countersign={_browser.Session}");
    }

    [Fact]
    public async Task Sends_those_without_a_session_to_sign_in()
    {
        Assert.Equal((303, "/.countersign/login?return=%2F.countersign%2Faccount%2Fsecurity"), await PlaceAsync(FactorBrowser.Security));
        Assert.Equal(303, (await _browser.PostAsync(FactorBrowser.Security + "/codes", [])).Status);

        async Task<(int, string?)> PlaceAsync(string target)
        {
            var reply = await _browser.GetAsync(target);
            return (reply.Status, reply.Field("Location"));
        }
    }

    private Task<Reply> ChangeAsync(string old, string password, TestBrowser? browser = null) => (browser ?? _browser).PostAsync(
        FactorBrowser.Security + "/password", [("old-password", old), ("new-password", password), ("new-password-again", password)]);
}
