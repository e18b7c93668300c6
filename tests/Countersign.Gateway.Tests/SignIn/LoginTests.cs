using System.Text.RegularExpressions;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>The sign-in page from the outside: who gets in, who does not, and in which words.</summary>
public sealed partial class LoginTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Signs_in_and_leads_back_to_where_one_wanted_to_go()
    {
        var refused = await _browser.GetAsync("/staff/a?b=c");
        Assert.Equal(303, refused.Status);
        var page = await _browser.GetAsync(refused.Field("Location")!);
        Assert.Equal(200, page.Status);

        var reply = await _browser.SubmitAsync(TestBrowser.AttemptOf(page));

        Assert.Equal((303, "/staff/a?b=c"), (reply.Status, reply.Field("Location")));
        Assert.Contains("; HttpOnly; SameSite=Lax", reply.Lines("Set-Cookie").Single(line => line.StartsWith("countersign=", StringComparison.Ordinal)), StringComparison.Ordinal);
        var inside = await _browser.GetAsync("/staff/a?b=c");
        Assert.Equal(200, inside.Status);
        Assert.Equal(("anna", "staff", "anna@example.org"), (_gateway.Upstream.Last.Field("X-Forwarded-User"), _gateway.Upstream.Last.Field("X-Forwarded-Groups"), _gateway.Upstream.Last.Field("X-Forwarded-Email")));
        Assert.Null(_gateway.Upstream.Last.Field("Cookie"));
        Assert.Contains("http_route=\"(sign-in)\"", await _gateway.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna", "wrong")]
    [InlineData("nobody", "sha1-user")]
    [InlineData("eve", "sha1-user")]
    [InlineData("old", "des-crypt")]
    [InlineData("ANNA", "sha1-user")]
    public async Task Says_the_same_whatever_is_wrong(string user, string password)
    {
        var expected = await Refused("ben", "wrong");

        var reply = await Refused(user, password);

        Assert.Equal(401, reply.Status);
        Assert.StartsWith("Cookie realm=\"People\", form-action=\"/.countersign/login\"", Assert.Single(reply.Challenges), StringComparison.Ordinal);
        Assert.Equal(Plain(expected, "ben"), Plain(reply, user));
        Assert.Contains("Wrong user name or password.", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(password + "\"", reply.Raw, StringComparison.Ordinal);

        async Task<Reply> Refused(string user, string password)
        {
            var browser = new TestBrowser(_gateway);
            return await browser.SignInAsync(user, password);
        }
    }

    [Theory]
    [InlineData("anna", "wrong", Refusal.SignInWrongPassword, "anna")]
    [InlineData("open sesame", "x", Refusal.SignInUnknownUser, "o***")]
    [InlineData("eve", "sha1-user", Refusal.SignInUserDisabled, "eve")]
    public async Task Tells_the_operator_what_was_wrong_and_no_secret(string user, string password, Refusal refusal, string shown)
    {
        var reply = await _browser.SignInAsync(user, password);

        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal((refusal, shown, "(sign-in)", "people"), (entry.Refusal, entry.Subject, entry.Route, entry.Scheme));
        Assert.Contains(reply.Reference, reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("open sesame", (await _gateway.Log.FindAsync(reply.Reference)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Has_every_name_wait_alike(string user)
    {
        await using var gateway = await SignInSite.StartAsync("limits: { attempts-per-name: 2, attempts-window: 90s }\n" + SignInSite.Yaml);
        var browser = new TestBrowser(gateway);
        Assert.Equal(401, (await browser.SignInAsync(user, "wrong")).Status);
        Assert.Equal(401, (await browser.SignInAsync(user, "wrong")).Status);

        var reply = await browser.SignInAsync(user);

        Assert.Equal(429, reply.Status);
        Assert.InRange(int.Parse(reply.Field("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 90);
        Assert.Matches("Too many attempts. Wait [0-9]+ seconds, then try again.", reply.Body);
        Assert.Empty(reply.Challenges);
        Assert.Null(browser.Session);
        Assert.Equal(303, (await new TestBrowser(gateway).SignInAsync("ben")).Status);
    }

    [Fact]
    public async Task Asks_for_what_was_left_out()
    {
        var reply = await _browser.SubmitAsync(await _browser.AttemptAsync(), "", "");

        Assert.Equal(401, reply.Status);
        Assert.Contains("Enter your user name.", reply.Body, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"password-fault\"", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_new_session_and_ends_the_one_that_was_there()
    {
        await _browser.SignInAsync();
        var former = _browser.Session!;
        await _browser.SubmitAsync(await _browser.AttemptAsync("?fresh=1"), "ben");

        Assert.NotEqual(former, _browser.Session);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        Assert.Equal("ben", _gateway.Upstream.Last.Field("X-Forwarded-User"));
        var planted = new TestBrowser(_gateway);
        planted.Cookies["countersign"] = former;
        Assert.Contains("reason=session-signed-out", (await planted.GetAsync("/staff/a")).Field("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_id_that_somebody_made_up()
    {
        var planted = new string('A', 43);
        _browser.Cookies["countersign"] = planted;

        await _browser.SignInAsync();

        Assert.NotEqual(planted, _browser.Session);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Says_who_is_signed_in_already_and_offers_the_way_on()
    {
        await _browser.SignInAsync();

        var page = await _browser.GetAsync("/.countersign/login?return=/staff/b");

        Assert.Equal(200, page.Status);
        Assert.Contains("You are signed in as anna.", page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/staff/b\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_session_that_is_to_be_remembered()
    {
        var remembered = (await _browser.SignInAsync(remember: true)).Lines("Set-Cookie").Single(line => line.StartsWith("countersign=", StringComparison.Ordinal));
        var other = (await new TestBrowser(_gateway).SignInAsync()).Lines("Set-Cookie").Single(line => line.StartsWith("countersign=", StringComparison.Ordinal));

        Assert.Contains("Max-Age=2592000", remembered, StringComparison.Ordinal);
        Assert.DoesNotContain("Max-Age", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_to_remember_nothing_where_that_is_switched_off()
    {
        await using var gateway = await SignInSite.StartAsync(SignInSite.Yaml.Replace("realm: People,", "realm: People, remember: 0s,", StringComparison.Ordinal));

        var page = await new TestBrowser(gateway).GetAsync("/.countersign/login");

        Assert.DoesNotContain("remember", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_two_tabs_of_one_browser()
    {
        var first = await _browser.AttemptAsync("?return=/staff/one");
        var second = await _browser.AttemptAsync("?return=/staff/two");

        Assert.Equal("/staff/one", (await _browser.SubmitAsync(first)).Field("Location"));
        Assert.Equal("/staff/two", (await _browser.SubmitAsync(second)).Field("Location"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?reason=session-idle")]
    public async Task Keeps_nothing_anywhere(string query)
    {
        var page = await _browser.GetAsync("/.countersign/login" + query);

        Assert.Equal("no-store", page.Field("Cache-Control"));
        Assert.Equal("same-origin", page.Field("Referrer-Policy"));
        Assert.Contains("form-action 'self'; frame-ancestors 'none'", page.Field("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        Assert.Equal(query.Length > 0, page.Body.Contains("did nothing for a while", StringComparison.Ordinal));
        var signedIn = await _browser.SubmitAsync(TestBrowser.AttemptOf(page));
        Assert.Equal("no-store", signedIn.Field("Cache-Control"));
        Assert.Equal("no-store", (await _browser.GetAsync("/.countersign/account")).Field("Cache-Control"));
        Assert.Equal("no-store", (await _browser.GetAsync("/.countersign/logout")).Field("Cache-Control"));
        Assert.Equal("no-store", (await _browser.PostAsync("/.countersign/logout", [])).Field("Cache-Control"));
    }

    [Fact]
    public async Task Speaks_German_to_those_who_like_it()
    {
        var page = await _browser.GetAsync("/.countersign/login", "Accept-Language: de-DE, en;q=0.5");

        Assert.Contains("<html lang=\"de\">", page.Body, StringComparison.Ordinal);
        Assert.Contains("Benutzername", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_programs_sign_in_with_JSON()
    {
        var form = await _browser.GetAsync("/.countersign/login?return=/staff/a", "Accept: application/json");
        _browser.Cookies.Clear();
        var json = await RunningGateway.AskAsync(_gateway.Url, "GET", "/.countersign/login?return=/staff/a", "Accept: application/json");
        _browser.Cookies["countersign-attempt"] = json.Lines("Set-Cookie").Single().Split(';')[0].Split('=')[1];
        var attempt = json.Json.GetProperty("attempt").GetString()!;

        var wrong = await _browser.PostBareAsync("/.countersign/login", TestBrowser.Form(attempt, password: "wrong"), "Accept: application/json");
        var right = await _browser.PostBareAsync("/.countersign/login", TestBrowser.Form(attempt), "Accept: application/json");

        Assert.Equal(200, form.Status);
        Assert.Equal((401, "application/problem+json", "sign-in-wrong-password"), (wrong.Status, wrong.Field("Content-Type"), wrong.Reason));
        Assert.Equal((200, "anna", "/staff/a"), (right.Status, right.Json.GetProperty("user").GetString(), right.Json.GetProperty("return").GetString()));
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
    }

    [Fact]
    public async Task Takes_no_password_without_TLS_unless_that_is_allowed()
    {
        await using var gateway = await SignInSite.StartAsync(SignInSite.Yaml.Replace(", allow-cleartext: true", "", StringComparison.Ordinal));
        var browser = new TestBrowser(gateway);

        var page = await browser.GetAsync("/.countersign/login", "Sec-Fetch-Site: none");
        var sent = await browser.PostAsync("/.countersign/login", TestBrowser.Form("x"));

        Assert.Equal((403, 403), (page.Status, sent.Status));
        Assert.DoesNotContain("type=\"password\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto", page.Body, StringComparison.Ordinal);
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task Takes_no_large_content_and_no_other_method()
    {
        var attempt = await _browser.AttemptAsync();

        Assert.Equal(413, (await _browser.SubmitAsync(attempt, "anna", new string('x', 20_000))).Status);
        Assert.Equal(405, (await _gateway.AskAsync("DELETE", "/.countersign/login")).Status);
        Assert.Equal(404, (await _gateway.GetAsync("/.countersign/login/other")).Status);
    }

    /// <summary>Without what differs by chance, and without the name that was typed.</summary>
    private static string Plain(Reply reply, string user) => Chance().Replace(reply.Raw, "")
        .Replace(reply.Reference, "", StringComparison.Ordinal).Replace($"value=\"{user}\"", "", StringComparison.Ordinal)
        .Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal) && !line.StartsWith("Content-Length:", StringComparison.Ordinal)).Aggregate((a, b) => a + b);

    [GeneratedRegex("name=\"attempt\" value=\"[^\"]*\"|countersign-attempt=[^;]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chance();
}
