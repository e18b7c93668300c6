using System.Net;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.Sessions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.Tests.SignIn.Factors;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>A person's account at a host that sends people elsewhere to sign in.</summary>
public sealed class OtherHostsAccountTests : IAsyncLifetime
{
    private const string Yaml = """
        sign-in: { host: login.test, second-factor: optional }
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: app, match: { host: app.test, path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: rest, match: { path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;
    private TestBrowser _app = null!;
    private TestBrowser _login = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync(Yaml);
        (_app, _login) = (new(_gateway, "app.test"), new(_gateway, "login.test"));
        await SignInAsync(await AskedForAsync("/.countersign/login?return=/a"), "anna");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_set_up_or_removed_a_factor_is_still_signed_out_at_all_hosts(bool isRemoved)
    {
        var former = await OwnAsync();
        await _app.SetUpAppAsync();
        if (isRemoved)
            Assert.Equal(303, (await _app.PostAsync(FactorBrowser.Security + "/app/remove", [])).Status);
        var own = await OwnAsync();
        Assert.NotEqual(former.Handle, own.Handle);
        Assert.Equal((former.Origin, former.Ends), (own.Origin, own.Ends));
        Assert.Equal(200, (await _app.GetAsync("/a")).Status);

        var kept = _login.Session!;
        await _login.PostAsync("/.countersign/logout", []);
        _login.Cookies["countersign"] = kept;

        foreach (var browser in new[] { _app, _login })
            Assert.Equal("session-signed-out", await ReasonAsync(browser));
    }

    [Fact]
    public async Task Sets_up_a_factor_where_the_session_of_the_sign_in_host_was_forgotten()
    {
        await ChangeStoreAsync("DELETE FROM sessions WHERE origin IS NULL");

        await _app.SetUpAppAsync();

        Assert.Equal(200, (await _app.GetAsync("/a")).Status);
    }

    [Fact]
    public async Task Whoever_changes_the_password_signs_in_with_it()
    {
        const string Fresh = "a new password";

        var changed = await _app.PostAsync(
            FactorBrowser.Security + "/password", [("old-password", SignInSite.Password), ("new-password", Fresh), ("new-password-again", Fresh)]);

        Assert.Equal(200, changed.Status);
        Assert.Contains("Your password is set.", changed.Body, StringComparison.Ordinal);
        Assert.Null(_app.Session);
        Assert.Equal("session-revoked", await ReasonAsync(_login));
        Assert.Equal("/a", await SignInAsync(await AskedForAsync("/.countersign/login?return=/a"), "anna", Fresh));
        Assert.Equal(200, (await _app.GetAsync("/a")).Status);
    }

    [Fact]
    public async Task Whoever_signed_in_long_ago_is_asked_anew_before_the_security_page()
    {
        await ChangeStoreAsync("UPDATE sessions SET signed_in = signed_in - 601000");
        var sent = await _app.GetAsync(FactorBrowser.Security);
        Assert.Equal(303, sent.Status);

        Assert.Equal(FactorBrowser.Security, await SignInAsync(await AskedForAsync(sent.Field("Location")!), "anna"));

        Assert.Equal(200, (await _app.GetAsync(FactorBrowser.Security)).Status);
    }

    [Fact]
    public async Task Signs_in_as_somebody_else()
    {
        var page = await _app.GetAsync("/.countersign/login?return=/a");
        Assert.Contains("anna", page.Body, StringComparison.Ordinal);
        var link = Regex.Match(page.Body, "href=\"(?<to>[^\"]*fresh=1)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["to"].Value;

        Assert.Equal("/a", await SignInAsync(await AskedForAsync(WebUtility.HtmlDecode(link)), "ben"));

        Assert.Equal(200, (await _app.GetAsync("/a")).Status);
        Assert.Equal("ben", _gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    /// <summary>What the sign-in host answers to whom this one sends there.</summary>
    private async Task<Reply> AskedForAsync(string address)
    {
        var sent = await _app.GetAsync(address);
        Assert.StartsWith("http://login.test/.countersign/login?for=", sent.Field("Location"), StringComparison.Ordinal);
        return await _login.GetAsync(PathOf(sent));
    }

    /// <summary>Signs in by that form; gives where the browser goes on at this host.</summary>
    private async Task<string?> SignInAsync(Reply page, string user, string password = SignInSite.Password)
    {
        Assert.Equal(200, page.Status);
        return (await _app.GetAsync(PathOf(await _login.SubmitAsync(TestBrowser.AttemptOf(page), user, password)))).Field("Location");
    }

    private async Task<SessionRecord> OwnAsync() => (await _gateway.Host.Services.Sessions.ListAsync(Cancel)).Single(session => session.Origin is not null);

    private async Task ChangeStoreAsync(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={_gateway.Host.Services.Store.Place};Pooling=False");
        await connection.ExecuteAsync(statement);
    }

    private static async Task<string?> ReasonAsync(TestBrowser browser) => (await browser.GetAsync("/a", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason;

    private static string PathOf(Reply reply) => new Uri(reply.Field("Location")!).PathAndQuery;
}
