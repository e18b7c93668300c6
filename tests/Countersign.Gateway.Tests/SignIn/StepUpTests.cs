using System.Text.Json.Nodes;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>People of a provider on routes that ask for a strong or young sign-in, where users of the store have to show two factors.</summary>
public sealed class StepUpTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _gateway = await SignInSite.StartAsync($$"""
            sign-in:
              users: store
              second-factor: required
              providers:
                corp: { type: oidc, label: Corporate, issuer: "{{_provider.Url}}", client-id: app, client-secret: secret }
            schemes:
              people: { type: session, allow-cleartext: true }
            routes:
              - { name: staff, match: { path: /staff/** }, access: { any-of: [people] }, upstream: UPSTREAM }
              - { name: young, match: { path: /young/** }, access: { any-of: [people], max-age: 5m }, upstream: UPSTREAM }
              - { name: strong, match: { path: /strong/** }, access: { any-of: [people], acr: [mfa] }, upstream: UPSTREAM }
            """);
        _browser = new(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Asks_people_of_a_provider_for_no_second_factor_of_ours()
    {
        Assert.Equal("/staff/a", (await SignInAsync("/staff/a")).Field("Location"));
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);

        var user = new TestBrowser(_gateway);
        Assert.Equal(200, (await user.SignInAsync()).Status);
        Assert.Null(user.Session);
    }

    [Fact]
    public async Task Believes_the_provider_that_two_kinds_of_factor_were_shown()
    {
        _provider.Inner.ChangeClaims = claims => claims["amr"] = new JsonArray("pwd");
        await SignInAsync("/staff/a");
        Assert.Equal(303, (await _browser.GetAsync("/strong/a")).Status);
        Assert.Equal(403, (await SignInAsync("/strong/a")).Status);

        _provider.Inner.ChangeClaims = claims => claims["amr"] = new JsonArray("pwd", "otp");
        Assert.Equal("/strong/a", (await SignInAsync("/strong/a")).Field("Location"));
        Assert.Equal(200, (await _browser.GetAsync("/strong/a")).Status);
    }

    [Fact]
    public async Task Lets_in_by_a_young_sign_in_at_the_provider_and_asks_anew_when_it_is_old()
    {
        _provider.Inner.ChangeClaims = claims => claims["auth_time"] = _gateway.Host.Services.Clock.GetUtcNow().ToUnixTimeSeconds() - 3600;
        await SignInAsync("/staff/a");
        Assert.Equal(303, (await _browser.GetAsync("/young/a")).Status);
        Assert.Equal(403, (await SignInAsync("/young/a")).Status);

        _provider.Inner.ChangeClaims = _ => { };
        Assert.Equal("/young/a", (await SignInAsync("/young/a")).Field("Location"));
        Assert.Equal(200, (await _browser.GetAsync("/young/a")).Status);
    }

    [Fact]
    public async Task Says_that_the_provider_does_not_tell_when_somebody_signed_in()
    {
        _provider.Inner.ChangeClaims = claims => claims.Remove("auth_time");
        await SignInAsync("/staff/a");
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        Assert.Equal(303, (await _browser.GetAsync("/young/a")).Status);

        var reply = await SignInAsync("/young/a");

        Assert.Equal(403, reply.Status);
        Assert.Contains("Corporate does not say when you signed in", reply.Body, StringComparison.Ordinal);
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal((Refusal.SignOnTooWeak, "There is no auth_time, and max_age was sent."), (entry.Refusal, entry.Verdicts[0].Evidence));
    }

    private async Task<Reply> SignInAsync(string target)
    {
        var start = await _browser.GetAsync("/.countersign/sso/corp/start?return=" + Uri.EscapeDataString(target), "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
        return await _browser.GetAsync("/.countersign/sso/corp/callback" + _provider.Inner.Authorize(new(start.Field("Location")!)));
    }
}
