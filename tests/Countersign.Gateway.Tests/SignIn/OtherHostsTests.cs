using Countersign.AspNetCore.SignIn;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>One host has the page for all (CONTRACT 27).</summary>
public sealed class OtherHostsTests : IAsyncLifetime
{
    private const string Yaml = """
        sign-in: { host: login.test }
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
        routes:
          - { name: app, match: { host: app.test, path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: other, match: { host: other.test, path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: rest, match: { path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private RunningGateway _gateway = null!;
    private TestBrowser _app = null!;
    private TestBrowser _login = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync(Yaml);
        (_app, _login) = (new(_gateway, "app.test"), new(_gateway, "login.test"));
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Signs_in_there_and_comes_back_with_a_session_of_this_host()
    {
        var page = await _login.GetAsync(await SetOutAsync(_app, "/a?b=c"));
        Assert.Equal(200, page.Status);
        Assert.Contains("form-action 'self' http://app.test;", page.Field("Content-Security-Policy"), StringComparison.Ordinal);

        var signedIn = await _login.SubmitAsync(TestBrowser.AttemptOf(page));
        Assert.Equal(303, signedIn.Status);
        Assert.StartsWith("http://app.test/.countersign/ticket?t=", signedIn.Field("Location"), StringComparison.Ordinal);
        var back = await _app.GetAsync(PathOf(signedIn));

        Assert.Equal((303, "/a?b=c", "no-store"), (back.Status, back.Field("Location"), back.Field("Cache-Control")));
        Assert.NotEqual(_login.Session, _app.Session);
        Assert.Equal(200, (await _app.GetAsync("/a?b=c")).Status);
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));
    }

    [Fact]
    public async Task Asks_nobody_twice()
    {
        await _login.SignInAsync();
        var other = new TestBrowser(_gateway, "other.test");

        var ticket = await _login.GetAsync(await SetOutAsync(other, "/x"));

        Assert.StartsWith("http://other.test/.countersign/ticket?t=", ticket.Field("Location"), StringComparison.Ordinal);
        Assert.Equal("/x", (await other.GetAsync(PathOf(ticket))).Field("Location"));
        Assert.Equal(200, (await other.GetAsync("/x")).Status);
    }

    [Fact]
    public async Task Says_what_is_wrong_and_keeps_the_way_back()
    {
        var page = await _login.GetAsync(await SetOutAsync(_app, "/a"));

        var wrong = await _login.SubmitAsync(TestBrowser.AttemptOf(page), password: "wrong");
        var right = await _login.SubmitAsync(TestBrowser.AttemptOf(wrong));

        Assert.Equal(401, wrong.Status);
        Assert.Contains("form-action 'self' http://app.test;", wrong.Field("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.StartsWith("http://app.test/.countersign/ticket?t=", right.Field("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_counts_once()
    {
        await _login.SignInAsync();
        var ticket = PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a")));
        var cookies = new Dictionary<string, string>(_app.Cookies, StringComparer.Ordinal);
        Assert.Equal(303, (await _app.GetAsync(ticket)).Status);

        var again = new TestBrowser(_gateway, "app.test");
        foreach (var (name, value) in cookies)
            again.Cookies[name] = value;
        var reply = await again.GetAsync(ticket);

        Assert.Equal(403, reply.Status);
        Assert.Null(again.Session);
    }

    [Fact]
    public async Task A_ticket_of_somebody_else_signs_nobody_in()
    {
        await _login.SignInAsync();
        var ticket = PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a")));
        var victim = new TestBrowser(_gateway, "app.test");
        await SetOutAsync(victim, "/a");

        Assert.Equal(403, (await victim.GetAsync(ticket)).Status);
        Assert.Equal(403, (await new TestBrowser(_gateway, "app.test").GetAsync(ticket)).Status);
        Assert.Null(victim.Session);
    }

    [Fact]
    public async Task A_ticket_counts_at_no_other_host()
    {
        await _login.SignInAsync();
        var ticket = PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a")));
        var other = new TestBrowser(_gateway, "other.test");
        foreach (var (name, value) in _app.Cookies)
            other.Cookies[name] = value;

        Assert.Equal(403, (await other.GetAsync(ticket)).Status);
        Assert.Equal(403, (await other.GetAsync("/.countersign/ticket?t=made-up")).Status);
        Assert.Equal(403, (await other.GetAsync("/.countersign/ticket")).Status);
    }

    [Fact]
    public async Task A_ticket_of_a_session_that_is_over_counts_no_more()
    {
        await _login.SignInAsync();
        var ticket = PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a")));
        await _login.PostAsync("/.countersign/logout", []);

        Assert.Equal(403, (await _app.GetAsync(ticket)).Status);
        Assert.Null(_app.Session);
    }

    [Fact]
    public async Task Whoever_signs_out_at_one_host_is_signed_out_at_all_and_asked_anew()
    {
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));
        var other = new TestBrowser(_gateway, "other.test");
        await other.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(other, "/x"))));
        Assert.Equal(200, (await other.GetAsync("/x")).Status);

        await _app.PostAsync("/.countersign/logout", []);

        Assert.Equal("session-signed-out", (await other.GetAsync("/x", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason);
        Assert.Contains("type=\"password\"", (await _login.GetAsync(await SetOutAsync(_app, "/a"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_all_other_sign_ins_and_goes_on_at_all_hosts()
    {
        var elsewhere = new TestBrowser(_gateway, "login.test");
        await elsewhere.SignInAsync();
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));

        await _app.PostAsync("/.countersign/account", [("others", "yes")]);

        Assert.Equal(200, (await _app.GetAsync("/a")).Status);
        Assert.Equal(200, (await _login.GetAsync("/a")).Status);
        Assert.Equal(303, (await elsewhere.GetAsync("/a")).Status);
    }

    [Fact]
    public async Task Whoever_ends_the_session_of_the_sign_in_host_from_another_one_signs_out()
    {
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));
        var origin = (await _gateway.Host.Services.Sessions.ListAsync(TestContext.Current.CancellationToken)).Single(session => session.Origin is null);

        var page = await _app.PostAsync("/.countersign/account", [("end", origin.Handle)]);

        Assert.Contains("signed out", page.Body, StringComparison.Ordinal);
        Assert.Null(_app.Session);
        Assert.Equal("session-signed-out", (await _login.GetAsync("/a", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason);
    }

    [Fact]
    public async Task Whoever_ends_the_session_of_a_third_host_signs_out_at_all()
    {
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));
        var known = (await _gateway.Host.Services.Sessions.ListAsync(TestContext.Current.CancellationToken)).Select(session => session.Handle).ToHashSet(StringComparer.Ordinal);
        var other = new TestBrowser(_gateway, "other.test");
        await other.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(other, "/x"))));
        var third = (await _gateway.Host.Services.Sessions.ListAsync(TestContext.Current.CancellationToken)).Single(session => !known.Contains(session.Handle));

        var page = await _app.PostAsync("/.countersign/account", [("end", third.Handle)]);

        Assert.Contains("signed out", page.Body, StringComparison.Ordinal);
        Assert.Equal("session-signed-out", (await other.GetAsync("/x", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason);
        Assert.Contains("type=\"password\"", (await _login.GetAsync(await SetOutAsync(_app, "/a"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_session_of_another_host_does_not_come_back_by_itself()
    {
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));
        var sessions = _gateway.Host.Services.Sessions;
        var own = (await sessions.ListAsync(TestContext.Current.CancellationToken)).Single(session => session.Origin is not null);

        Assert.True(await sessions.RevokeAsync(own.Handle, TestContext.Current.CancellationToken));

        Assert.Contains("type=\"password\"", (await _login.GetAsync(await SetOutAsync(_app, "/a"))).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("app.test.evil.example")]
    public async Task Nobody_is_sent_back_to_a_host_that_no_route_names(string host)
    {
        var reply = await new TestBrowser(_gateway, host).GetAsync("/.countersign/login?return=/a");

        Assert.Equal(400, reply.Status);
        Assert.Null(reply.Field("Location"));
        Assert.DoesNotContain("type=\"password\"", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.test:9999")]
    [InlineData("app.test:443")]
    public async Task Nobody_is_sent_back_to_a_port_where_another_server_may_be(string host)
    {
        var reply = await new TestBrowser(_gateway, host).GetAsync("/.countersign/login?return=/a");

        Assert.Equal((400, null), (reply.Status, reply.Field("Location")));
        Assert.Contains("another port", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usual_port_may_be_written_out()
    {
        var reply = await new TestBrowser(_gateway, "app.test:80").GetAsync("/.countersign/login?return=/a");

        Assert.StartsWith("http://login.test/.countersign/login?for=", reply.Field("Location"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%0D%0A")]
    [InlineData("%20")]
    [InlineData("%09")]
    public async Task A_way_with_blanks_or_line_ends_is_none(string blank)
    {
        const string Provider = """
              users: none
              providers:
                hub: { type: oauth2, client-id: app, client-secret: secret, authorization-endpoint: "http://127.0.0.1:9/a", token-endpoint: "http://127.0.0.1:9/t", userinfo-endpoint: "http://127.0.0.1:9/u" }

            """;
        _gateway.Reload(Yaml.Replace("sign-in: { host: login.test }\n", "sign-in:\n  host: login.test\n" + Provider, StringComparison.Ordinal));
        var way = await SetOutAsync(_app, "/a");

        Assert.Contains("&for=", (await _login.GetAsync(way)).Field("Location"), StringComparison.Ordinal);
        var reply = await _login.GetAsync(way + blank);

        Assert.Equal((303, "/.countersign/sso/hub/start"), (reply.Status, reply.Field("Location")));
    }

    [Fact]
    public async Task A_way_that_is_too_old_or_made_up_leads_nowhere_else()
    {
        var clock = new MovedClock { Now = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(11) };
        var services = _gateway.Host.Services;
        var old = new Handovers(services.Protection, services.Proofs, clock).Begin("app.test", AttemptBrowser.Create(), ReturnTarget.Read("/a"));

        Assert.Equal("/", (await _login.SubmitAsync(await _login.AttemptAsync("?for=" + old))).Field("Location"));
        Assert.Equal("/", (await _login.SubmitAsync(await _login.AttemptAsync("?fresh=1&for=made-up"))).Field("Location"));
    }

    [Fact]
    public async Task A_loop_at_the_other_host_is_broken()
    {
        await _login.SignInAsync();
        await _app.GetAsync(PathOf(await _login.GetAsync(await SetOutAsync(_app, "/a"))));
        _app.Cookies.Remove("countersign");

        var reply = await _app.GetAsync((await _app.GetAsync("/a")).Field("Location")!);

        Assert.Equal(400, reply.Status);
        Assert.Contains("came back without its session", reply.Body, StringComparison.Ordinal);
    }

    /// <summary>From a page of the host to its sign-in address, and from there to the other host.</summary>
    private static async Task<string> SetOutAsync(TestBrowser browser, string target)
    {
        var sent = await browser.GetAsync(target);
        Assert.Equal(303, sent.Status);
        var on = await browser.GetAsync(sent.Field("Location")!);
        Assert.StartsWith("http://login.test/.countersign/login?for=", on.Field("Location"), StringComparison.Ordinal);
        return PathOf(on);
    }

    private static string PathOf(Reply reply) => new Uri(reply.Field("Location")!).PathAndQuery;
}
