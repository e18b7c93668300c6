using System.Text.Json;
using Countersign.AspNetCore.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>People sign in at an application and out again.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task Who_opens_a_page_signs_in_and_comes_back_to_it()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);

        var sent = await browser.OpenAsync("/people?at=7");
        Assert.Equal((303, "/.countersign/login?return=%2Fpeople%3Fat%3D7"), (sent.Status, sent.Location));
        var page = await browser.OpenAsync(sent.Location!);
        Assert.Equal(200, page.Status);
        var done = await browser.PostAsync(DoorBrowser.Login, [("attempt", page.Hidden("attempt")), ("username", "eve"), ("password", "secret")]);

        Assert.Equal((303, "/people?at=7"), (done.Status, done.Location));
        Assert.Contains(done.Given, line => line.StartsWith("countersign=", StringComparison.Ordinal) && line.EndsWith("; Path=/; HttpOnly; SameSite=Lax", StringComparison.Ordinal));
        Assert.Equal((200, "GET eve?at=7"), await ReadAsync(browser.OpenAsync("/people?at=7")));
        Assert.Equal((200, "eve True eve@example.org"), await ReadAsync(browser.OpenAsync("/operators")));
        Assert.Equal((200, "people"), await ReadAsync(browser.OpenAsync("/both")));
    }

    [Theory]
    [InlineData("eve", "wrong")]
    [InlineData("nobody", "secret")]
    public async Task Whatever_is_wrong_of_name_and_password_the_page_says_the_same(string user, string password)
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);

        var refused = await browser.SignInAsync(user, password);

        Assert.Equal(401, refused.Status);
        Assert.Contains("Wrong user name or password", refused.Body, StringComparison.Ordinal);
        Assert.Null(browser.Session);
        Assert.Equal(303, (await browser.PostAsync(DoorBrowser.Login, [("attempt", refused.Hidden("attempt")), ("username", "eve"), ("password", "secret")])).Status);
    }

    [Fact]
    public async Task Who_guesses_too_often_has_to_wait_with_the_right_password_too()
    {
        await using var app = await PeopleApplication.StartAsync(door: door => door.Limits = door.Limits with { AttemptsPerName = 3 });
        var browser = new DoorBrowser(app.Client);
        for (var guess = 0; guess < 3; guess++)
            Assert.Equal(401, (await browser.SignInAsync(password: $"guess {guess}")).Status);

        var refused = await browser.SignInAsync();

        Assert.Equal(429, refused.Status);
        Assert.Contains("Too many attempts", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_was_refused_too_often_waits_at_the_page_as_everywhere()
    {
        await using var app = await PeopleApplication.StartAsync(door: door => door.Limits = door.Limits with { RefusalsPerMinute = 2 });
        var browser = new DoorBrowser(app.Client);
        for (var refusal = 0; refusal < 2; refusal++)
            await app.GetAsync("/both", DoorApplication.Basic("eve", "wrong"));

        Assert.Equal(429, (await browser.SignInAsync()).Status);
        Assert.Equal(200, (await browser.OpenAsync(DoorBrowser.Login)).Status);
    }

    [Fact]
    public async Task A_script_whose_session_is_over_is_told_why_and_where_to_sign_in()
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        await using var app = await PeopleApplication.StartAsync(people => people.Idle = TimeSpan.FromMinutes(10), clock: clock);
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        Assert.Equal(200, (await browser.FetchAsync("/people")).Status);

        clock.Now += TimeSpan.FromMinutes(11);
        var script = await browser.FetchAsync("/people");
        var person = await browser.OpenAsync("/people");

        Assert.Equal((401, "session-idle"), (script.Status, script.Reason));
        using var problem = JsonDocument.Parse(script.Body);
        Assert.Equal("/.countersign/login", problem.RootElement.GetProperty("login").GetString());
        Assert.Equal((303, "/.countersign/login?return=%2Fpeople&reason=session-idle"), (person.Status, person.Location));
        Assert.Contains("Your session expired because you did nothing for a while", (await browser.OpenAsync(person.Location!)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_end_at_their_end_and_last_longer_where_that_was_wanted()
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        await using var app = await PeopleApplication.StartAsync(
            people => (people.Idle, people.Lifetime, people.Remember) = (TimeSpan.FromDays(9), TimeSpan.FromHours(2), TimeSpan.FromDays(7)), clock: clock);
        var (brief, remembered) = (new DoorBrowser(app.Client), new DoorBrowser(app.Client));
        await brief.SignInAsync();
        var done = await remembered.SignInAsync(more: ("remember", "yes"));
        Assert.Contains(done.Given, line => line.Contains("Max-Age=604800", StringComparison.Ordinal));

        clock.Now += TimeSpan.FromHours(3);

        Assert.Equal("session-expired", (await brief.FetchAsync("/people")).Reason);
        Assert.Equal(200, (await remembered.FetchAsync("/people")).Status);
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        var kept = new DoorBrowser(app.Client) { Cookies = { ["countersign"] = browser.Session! } };

        Assert.Contains("button", (await browser.OpenAsync("/.countersign/logout")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await kept.FetchAsync("/people")).Status);
        Assert.Equal(200, (await browser.PostAsync("/.countersign/logout", [])).Status);

        Assert.Null(browser.Session);
        Assert.Equal("session-signed-out", (await kept.FetchAsync("/people")).Reason);
    }

    [Fact]
    public async Task A_page_of_another_origin_changes_nothing_unless_it_was_named()
    {
        await using var app = await PeopleApplication.StartAsync(people => people.Origins.Add("https://partner.example"));
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();

        Assert.Equal((403, "session-origin-foreign"), await ReasonAsync(browser.PostBareAsync("/people", [], ("Origin", "https://evil.example"))));
        Assert.Equal((403, "session-origin-foreign"), await ReasonAsync(browser.PostBareAsync("/people", [], ("Sec-Fetch-Site", "cross-site"))));
        Assert.Equal(200, (await browser.PostBareAsync("/people", [], ("Origin", "https://partner.example"))).Status);
        Assert.Equal((200, "POST eve"), await ReadAsync(browser.PostAsync("/people", [])));
        Assert.Equal(403, (await browser.PostBareAsync("/.countersign/logout", [], ("Origin", "https://evil.example"))).Status);
        Assert.NotNull(browser.Session);
    }

    [Fact]
    public async Task Each_policy_says_who_is_sent_to_sign_in()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);

        var statuses = new List<int>();
        foreach (var path in (string[])["/people", "/plain", "/sent"])
            statuses.AddRange([(await browser.OpenAsync(path)).Status, (await browser.FetchAsync(path)).Status]);
        Assert.Equal<int>([303, 401, 401, 401, 303, 303], statuses);
        using var challenged = await app.GetAsync("/both");
        Assert.Equal(
            ["Cookie realm=\"Restricted\", form-action=\"/.countersign/login\", cookie-name=\"countersign\"", "Basic realm=\"Staff\", charset=\"UTF-8\""],
            challenged.Headers.GetValues("WWW-Authenticate"));
    }

    [Fact]
    public async Task Of_several_policies_that_say_it_differently_the_plainest_answer_holds()
    {
        await using var app = await PeopleApplication.StartAsync(map: app => app.MapGet("/several", () => "").RequireCountersign("plain").RequireCountersign("sent"));

        Assert.Equal(401, (await new DoorBrowser(app.Client).OpenAsync("/several")).Status);
    }

    [Fact]
    public async Task A_user_who_is_switched_off_or_leaves_a_group_is_out_at_once()
    {
        await using var app = await PeopleApplication.StartAsync();
        var browser = new DoorBrowser(app.Client);
        await browser.SignInAsync();
        var users = app.UsersOf();

        users.SetGroups("eve", []);
        Assert.Equal(403, (await browser.FetchAsync("/operators")).Status);
        users.SetDisabled("eve", true);
        Assert.Equal("session-revoked", (await browser.FetchAsync("/people")).Reason);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_with_TLS_the_cookie_is_one_of_TLS()
    {
        (string, string)[] secure = [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "app.example"), ("Origin", "https://app.example")];
        await using var app = await PeopleApplication.StartAsync(
            people => people.AllowCleartext = false, door => door.TrustedProxies.Add("127.0.0.1"), onSocket: true);
        var (inside, outside) = (new DoorBrowser(app.Client), new DoorBrowser(app.Client));

        var page = await inside.OpenAsync(DoorBrowser.Login, secure);
        var done = await inside.PostBareAsync(DoorBrowser.Login, [("attempt", page.Hidden("attempt")), ("username", "eve"), ("password", "secret")], [.. secure, ("Accept", "text/html")]);
        var refused = await outside.OpenAsync(DoorBrowser.Login);

        Assert.Equal(303, done.Status);
        Assert.Contains(done.Given, line => line.StartsWith("__Host-countersign=", StringComparison.Ordinal) && line.Contains("; Secure;", StringComparison.Ordinal));
        Assert.Equal(200, (await inside.FetchAsync("/people", secure)).Status);
        Assert.Equal(403, refused.Status);
        Assert.DoesNotContain("name=\"password\"", refused.Body, StringComparison.Ordinal);
    }

    private static async Task<(int, string)> ReadAsync(Task<DoorBrowser.Page> asking) => await asking is { } page ? (page.Status, page.Body) : default;

    private static async Task<(int, string?)> ReasonAsync(Task<DoorBrowser.Page> asking) => await asking is { } page ? (page.Status, page.Reason) : default;
}
