using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>Sessions, and sign-ins under way, when the configuration has the way of signing in no more.</summary>
public sealed class ChangedWaysInTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _gateway = await RunningGateway.StartAsync(Yaml());
        _browser = new(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Lets_nobody_on_by_a_provider_that_was_taken_out()
    {
        await SignInAsync();
        var without = Yaml();
        _gateway.Reload(without[..without.IndexOf("  providers:", StringComparison.Ordinal)] + without[without.IndexOf("schemes:", StringComparison.Ordinal)..]);

        Assert.Equal("session-revoked", (await AskAsync()).Reason);
    }

    [Fact]
    public async Task A_provider_that_became_another_one_has_neither_the_sessions_nor_the_codes_of_the_former()
    {
        await using var other = await TestProvider.StartAsync();
        await SignInAsync();
        var elsewhere = new TestBrowser(_gateway);
        var start = await StartAsync(elsewhere);
        _gateway.Reload(Yaml().Replace(_provider.Url, other.Url, StringComparison.Ordinal));

        Assert.Equal("session-revoked", (await AskAsync()).Reason);
        var callback = await elsewhere.GetAsync(CallbackOf(start), "Accept: application/json");
        Assert.Equal((400, "sign-on-issuer-mismatch"), (callback.Status, callback.Reason));
        Assert.DoesNotContain("/token", other.Inner.Asked);
        Assert.Null(elsewhere.Session);
    }

    [Fact]
    public async Task Lets_no_user_of_the_store_on_once_these_sign_in_no_more()
    {
        SignInSite.AddUsers(_gateway);
        await _browser.SignInAsync();
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        _gateway.Reload(Yaml().Replace("users: store", "users: none", StringComparison.Ordinal));

        Assert.Equal("session-revoked", (await AskAsync()).Reason);
    }

    private string Yaml() => $$"""
        sign-in:
          users: store
          providers:
            corp: { type: oidc, issuer: "{{_provider.Url}}", client-id: app, client-secret: secret }
        schemes:
          people: { type: session, allow-cleartext: true }
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private static Task<Reply> StartAsync(TestBrowser browser) =>
        browser.GetAsync("/.countersign/sso/corp/start?return=%2Fstaff%2Fa", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");

    private string CallbackOf(Reply start) => "/.countersign/sso/corp/callback" + _provider.Inner.Authorize(new(start.Field("Location")!));

    private async Task SignInAsync()
    {
        Assert.Equal(303, (await _browser.GetAsync(CallbackOf(await StartAsync(_browser)))).Status);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    private Task<Reply> AskAsync() => _browser.GetAsync("/staff/a", "Accept: application/json", "Sec-Fetch-Mode: cors");
}
