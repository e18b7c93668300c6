using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn.Factors;

/// <summary>Authenticator apps and recovery codes, as a person meets them.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Strong = """
        sign-in: { users: store, second-factor: RULE }
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: strong, match: { path: /strong/** }, access: { any-of: [people], acr: [mfa] }, upstream: UPSTREAM }
          - { name: staff, match: { path: /staff/** }, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync(Strong.Replace("RULE", "optional", StringComparison.Ordinal));
        _browser = new(_gateway);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Asks_for_a_code_behind_the_password_once_an_app_is_set_up()
    {
        var app = await SetUpAsync();
        var browser = new TestBrowser(_gateway);

        var asked = await browser.SignInAsync(target: "/strong/a");
        Assert.Equal(200, asked.Status);
        Assert.Null(browser.Session);
        Assert.Contains("autocomplete=\"one-time-code\"", asked.Body, StringComparison.Ordinal);
        var reply = await browser.SendCodeAsync(asked, app.Code());

        Assert.Equal((303, "/strong/a"), (reply.Status, reply.Field("Location")));
        Assert.Equal(200, (await browser.GetAsync("/strong/a")).Status);
    }

    [Fact]
    public async Task Tells_a_wrong_code_and_one_that_was_used_and_lets_nobody_in_by_them()
    {
        var app = await SetUpAsync();
        var browser = new TestBrowser(_gateway);
        var asked = await browser.SignInAsync();

        var wrong = await browser.SendCodeAsync(asked, app.Code() == "000000" ? "000001" : "000000");
        var spent = await browser.SendCodeAsync(wrong, app.Code(-1));

        Assert.Equal((401, 401), (wrong.Status, spent.Status));
        Assert.Contains("That code is not right.", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("That code was used already.", spent.Body, StringComparison.Ordinal);
        Assert.Null(browser.Session);
        Assert.Equal((Refusal.SignInWrongCode, "anna"), await JournalledAsync(wrong));
        Assert.Equal(303, (await browser.SendCodeAsync(spent, app.Code())).Status);
    }

    [Fact]
    public async Task Takes_a_code_once_for_two_browsers()
    {
        var app = await SetUpAsync();
        var (one, other) = (new TestBrowser(_gateway), new TestBrowser(_gateway));
        var (first, second) = (await one.SignInAsync(), await other.SignInAsync());
        var code = app.Code();

        Assert.Equal(303, (await one.SendCodeAsync(first, code)).Status);
        Assert.Equal(401, (await other.SendCodeAsync(second, code)).Status);
        Assert.Null(other.Session);
    }

    [Fact]
    public async Task Nobody_goes_on_with_a_password_that_was_changed_meanwhile()
    {
        var app = await SetUpAsync();
        var browser = new TestBrowser(_gateway);
        var asked = await browser.SignInAsync();
        var users = _gateway.Host.Services.Users;
        Assert.True(users.SetPasswordHash("anna", "rl0uE0cQ5gYk6"));

        var reply = await browser.SendCodeAsync(asked, app.Code());

        Assert.Equal(200, reply.Status);
        Assert.Contains("type=\"password\"", reply.Body, StringComparison.Ordinal);
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task Steps_that_are_done_begin_one_session_and_none_later()
    {
        await using var gateway = await SignInSite.StartAsync(Strong.Replace("RULE", "required", StringComparison.Ordinal));
        var browser = new TestBrowser(gateway);
        var shown = await browser.SignInAsync();
        var app = new AuthenticatorApp(FactorBrowser.KeyOf(shown));
        var codes = await browser.PostAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(shown)), ("setup", FactorBrowser.HiddenOf(shown, "setup")), ("code", app.Code())]);
        var copy = new TestBrowser(gateway);
        foreach (var (name, value) in browser.Cookies)
            copy.Cookies[name] = value;
        Assert.Equal(303, (await browser.PostAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(codes))])).Status);

        var again = await copy.PostAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(codes))]);

        Assert.Equal(200, again.Status);
        Assert.Null(copy.Session);
    }

    [Fact]
    public async Task Takes_each_recovery_code_once()
    {
        await _browser.SignInAsync();
        var (_, codes) = await _browser.SetUpAppAsync();
        Assert.Equal(10, codes.Distinct().Count());
        var (one, other) = (new TestBrowser(_gateway), new TestBrowser(_gateway));

        Assert.Equal(303, (await one.SendCodeAsync(await one.SignInAsync(), codes[2].ToUpperInvariant())).Status);
        Assert.Equal(401, (await other.SendCodeAsync(await other.SignInAsync(), codes[2])).Status);
        Assert.Contains("Left: 9", (await one.GetAsync(FactorBrowser.Security)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_wrong_codes_wait_though_the_password_is_right_each_time()
    {
        await using var gateway = await SignInSite.StartAsync("limits: { attempts-per-name: 2 }\n" + SignInSite.Yaml);
        var browser = new TestBrowser(gateway);
        await browser.SignInAsync();
        var (app, _) = await browser.SetUpAppAsync();
        for (var wrong = 0; wrong < 2; wrong++)
            Assert.Equal(401, (await browser.SendCodeAsync(await browser.SubmitAsync(await browser.AttemptAsync("?fresh=1")), "111111")).Status);

        var reply = await browser.SendCodeAsync(await browser.SubmitAsync(await browser.AttemptAsync("?fresh=1")), app.Code());

        Assert.Equal(429, reply.Status);
        Assert.NotNull(reply.Field("Retry-After"));
        Assert.Contains("Too many attempts.", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_nothing_of_factors_before_the_password_is_right()
    {
        await SetUpAsync();

        var (with, without) = (await new TestBrowser(_gateway).SignInAsync("anna", "wrong"), await new TestBrowser(_gateway).SignInAsync("ben", "wrong"));

        Assert.Equal((401, 401), (with.Status, without.Status));
        Assert.Equal(without.Body.Length - "ben".Length, with.Body.Length - "anna".Length);
        Assert.DoesNotContain("one-time-code", with.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wants_the_attempt_of_this_browser_and_of_this_step()
    {
        var app = await SetUpAsync();
        var browser = new TestBrowser(_gateway);
        var first = await browser.AttemptAsync();
        var asked = await browser.SubmitAsync(first);
        var stranger = new TestBrowser(_gateway);
        await stranger.AttemptAsync();

        Assert.Equal(403, (await stranger.SendCodeAsync(asked, app.Code())).Status);
        Assert.Equal(403, (await browser.PostAsync(FactorBrowser.SecondStep, [("attempt", first), ("code", app.Code())])).Status);
        Assert.Equal(403, (await browser.PostBareAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(asked)), ("code", app.Code())], "Origin: https://evil.example")).Status);
        Assert.Null(stranger.Session);
        Assert.Null(browser.Session);
        Assert.Equal(303, (await browser.GetAsync(FactorBrowser.SecondStep)).Status);
    }

    [Fact]
    public async Task Has_everybody_set_one_up_where_that_is_required()
    {
        await using var gateway = await SignInSite.StartAsync(Strong.Replace("RULE", "required", StringComparison.Ordinal));
        var browser = new TestBrowser(gateway);
        var shown = await browser.SignInAsync(target: "/strong/a");
        Assert.Contains("A second factor is needed here.", shown.Body, StringComparison.Ordinal);
        Assert.Null(browser.Session);
        var app = new AuthenticatorApp(FactorBrowser.KeyOf(shown));

        var wrong = await browser.PostAsync(FactorBrowser.SecondStep, Form(shown, "000000"));
        Assert.Equal((401, FactorBrowser.KeyOf(shown)), (wrong.Status, FactorBrowser.KeyOf(wrong)));
        var codes = await browser.PostAsync(FactorBrowser.SecondStep, Form(wrong, app.Code(-1)));

        Assert.Equal((200, 10), (codes.Status, FactorBrowser.CodesOf(codes).Length));
        Assert.Null(browser.Session);
        var done = await browser.PostAsync(FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(codes))]);
        Assert.Equal((303, "/strong/a"), (done.Status, done.Field("Location")));
        Assert.Equal(200, (await browser.GetAsync("/strong/a")).Status);
        var next = new TestBrowser(gateway);
        Assert.Equal(303, (await next.SendCodeAsync(await next.SignInAsync(), app.Code())).Status);
        Assert.Contains("so the last one stays", (await next.PostAsync(FactorBrowser.Security + "/app/remove", [])).Body, StringComparison.Ordinal);

        static (string, string)[] Form(Reply page, string code) =>
            [("attempt", TestBrowser.AttemptOf(page)), ("setup", FactorBrowser.HiddenOf(page, "setup")), ("code", code)];
    }

    [Fact]
    public async Task Replaces_no_app_by_the_password_alone()
    {
        await SetUpAsync();
        var (attacker, owner) = (new TestBrowser(_gateway), new TestBrowser(_gateway));
        await owner.SignInAsync("ben");
        var shown = await owner.PostAsync(FactorBrowser.Security + "/app", []);
        var app = new AuthenticatorApp(FactorBrowser.KeyOf(shown));
        var asked = await attacker.SignInAsync();

        var reply = await attacker.PostAsync(
            FactorBrowser.SecondStep, [("attempt", TestBrowser.AttemptOf(asked)), ("setup", FactorBrowser.HiddenOf(shown, "setup")), ("code", app.Code())]);

        Assert.Equal(401, reply.Status);
        Assert.Null(attacker.Session);
    }

    [Fact]
    public async Task Asks_nobody_where_it_is_switched_off()
    {
        await SetUpAsync();

        _gateway.Reload(Strong.Replace("RULE", "off", StringComparison.Ordinal));

        var browser = new TestBrowser(_gateway);
        Assert.Equal(303, (await browser.SignInAsync()).Status);
        Assert.Equal(200, (await browser.GetAsync("/staff/a")).Status);
        Assert.NotEqual(200, (await browser.GetAsync("/strong/a")).Status);
        Assert.Equal(400, (await browser.PostAsync(FactorBrowser.Security + "/app", [])).Status);
    }

    [Fact]
    public async Task Asks_for_the_password_alone_once_the_app_is_taken_away()
    {
        await SetUpAsync();
        var factors = new FactorStore(_gateway.Host.Services.Store);
        Assert.Equal([FactorKind.Totp, FactorKind.RecoveryCodes], factors.List("anna").Select(factor => factor.Kind));

        Assert.Equal(303, (await _browser.PostAsync(FactorBrowser.Security + "/app/remove", [])).Status);

        Assert.Empty(factors.List("anna"));
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync()).Status);
    }

    [Fact]
    public async Task Gives_the_session_a_new_id_when_a_factor_comes_or_goes()
    {
        await _browser.SignInAsync();
        var former = _browser.Session!;
        await _browser.SetUpAppAsync();
        var second = _browser.Session!;
        await _browser.PostAsync(FactorBrowser.Security + "/app/remove", []);

        Assert.Equal(3, new[] { former, second, _browser.Session }.Distinct().Count());
        var planted = new TestBrowser(_gateway);
        planted.Cookies["countersign"] = former;
        Assert.Equal(303, (await planted.GetAsync("/staff/a")).Status);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Counts_a_session_in_which_the_app_was_set_up_as_one_of_two_factors()
    {
        await _browser.SignInAsync(target: "/staff/a");
        Assert.NotEqual(200, (await _browser.GetAsync("/strong/a")).Status);

        await _browser.SetUpAppAsync();

        Assert.Equal(200, (await _browser.GetAsync("/strong/a")).Status);
    }

    [Fact]
    public async Task Tells_programs_where_the_code_goes()
    {
        var app = await SetUpAsync();
        var browser = new TestBrowser(_gateway);
        var attempt = await browser.AttemptAsync();

        var asked = await browser.PostBareAsync("/.countersign/login", TestBrowser.Form(attempt), "Accept: application/json");
        var form = (asked.Json.GetProperty("action").GetString()!, asked.Json.GetProperty("attempt").GetString()!);
        var done = await browser.PostBareAsync(form.Item1, [("attempt", form.Item2), ("code", app.Code())], "Accept: application/json");

        Assert.Equal((FactorBrowser.SecondStep, 200), (form.Item1, asked.Status));
        Assert.Equal("anna", done.Json.GetProperty("user").GetString());
        Assert.NotNull(browser.Session);
    }

    private async Task<AuthenticatorApp> SetUpAsync()
    {
        await _browser.SignInAsync();
        return (await _browser.SetUpAppAsync()).App;
    }

    private async Task<(Refusal, string?)> JournalledAsync(Reply reply)
    {
        var entry = await _gateway.JournalAsync(reply.Reference);
        return (entry.Refusal, entry.Subject);
    }
}
