using Countersign.AspNetCore.Sessions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>People who signed in, from the cookie to the upstream and back.</summary>
public sealed class SessionTests
{
    private const string Yaml = """
        sign-in: {}
        schemes:
          people: { type: session, realm: People, allow-cleartext: true }
          secure: { type: basic, realm: Staff, htpasswd: quick.htpasswd, allow-cleartext: true }
        routes:
          - { name: open, match: { path: /open/** }, access: public, upstream: UPSTREAM }
          - { name: staff, match: { path: /staff/** }, access: { any-of: [people], groups: [staff] }, upstream: UPSTREAM }
          - { name: basic, match: { path: /basic/** }, access: { any-of: [secure] }, upstream: UPSTREAM }
          - { name: both, match: { path: /both/** }, access: { any-of: [secure, people] }, upstream: UPSTREAM }
          - { name: strong, match: { path: /strong/** }, access: { any-of: [people], acr: [mfa] }, upstream: UPSTREAM }
          - { name: all, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_who_signed_in_gets_to_the_upstream_and_the_session_does_not()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync(groups: "staff");

        var reply = await gateway.GetAsync("/staff/a", $"Cookie: theme=dark; countersign={session.Id.Reveal()}; lang=\"d; e\"");

        Assert.Equal(200, reply.Status);
        Assert.Equal(("alice", "staff"), (gateway.Upstream.Last.Field("X-Forwarded-User"), gateway.Upstream.Last.Field("X-Forwarded-Groups")));
        Assert.Equal("theme=dark; lang=\"d; e\"", gateway.Upstream.Last.Field("Cookie"));
        Assert.Equal("private", reply.Field("Cache-Control"));
        Assert.Null(reply.Field("Set-Cookie"));
    }

    [Theory]
    [InlineData("/open/a")]
    [InlineData("/basic/a")]
    [InlineData("/both/a")]
    public async Task Own_cookies_are_taken_off_on_every_route_and_others_are_left(string target)
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var alone = await gateway.GetAsync(target, Credential.Basic("carl", "sha1-user"), "Cookie: __Host-countersign=a; countersign=b; countersign-attempt=c", "Cookie: __Host-countersign-attempt=d");
        Assert.Equal((200, null), (alone.Status, gateway.Upstream.Last.Field("Cookie")));
        await gateway.GetAsync(target, Credential.Basic("carl", "sha1-user"), "Cookie: countersign2=a;Countersign=b; xcountersign=c");
        Assert.Equal("countersign2=a;Countersign=b; xcountersign=c", gateway.Upstream.Last.Field("Cookie"));
    }

    [Fact]
    public async Task No_upstream_sets_a_cookie_of_the_gateways()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml, await EchoUpstream.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = new(
            [
                "a=1; Path=/", "countersign=planted; Domain=example.org", "__Host-countersign=planted; Secure; Path=/", " __host-countersign-attempt =planted", "=countersign=planted", "b=countersign=2",
            ]);
            return Task.CompletedTask;
        }));

        Assert.Equal(["a=1; Path=/", "b=countersign=2"], (await gateway.GetAsync("/open/a")).Lines("Set-Cookie"));
    }

    [Fact]
    public async Task A_session_that_is_over_is_refused_and_forgotten_by_the_browser()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync();
        Assert.Equal(200, (await gateway.GetAsync("/a", session.Cookie())).Status);

        await gateway.Host.Services.Sessions.EndAsync(session.Id.Reveal(), Cancel);
        var reply = await gateway.GetAsync("/a", session.Cookie());

        Assert.Equal((401, "session-signed-out"), (reply.Status, reply.Reason));
        Assert.Equal(["countersign=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"], reply.Lines("Set-Cookie"));
        Assert.Equal(["Cookie realm=\"People\", form-action=\"/.countersign/login\", cookie-name=\"countersign\""], reply.Challenges);
        Assert.Equal("/.countersign/login", reply.Json.GetProperty("login").GetString());
    }

    [Fact]
    public async Task A_script_that_hears_late_that_a_session_is_over_takes_no_new_one_away()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync();
        await gateway.Host.Services.Sessions.EndAsync(session.Id.Reveal(), Cancel);

        var over = await gateway.GetAsync("/a", session.Cookie(), "Sec-Fetch-Mode: cors");
        var broken = await gateway.GetAsync("/a", "Cookie: countersign=none", "Sec-Fetch-Mode: cors");

        Assert.Equal([("session-signed-out", null), ("session-unreadable", "countersign=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")],
            new[] { over, broken }.Select(reply => (reply.Reason, reply.Field("Set-Cookie"))));
    }

    [Fact]
    public async Task A_session_that_nobody_was_asked_for_or_that_is_good_is_not_forgotten()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync();

        var another = await gateway.GetAsync("/basic/a", "Cookie: countersign=none");
        var none = await gateway.GetAsync("/a");
        var forbidden = await gateway.GetAsync("/staff/a", session.Cookie());
        var foreign = await gateway.AskAsync("POST", "/a", session.Cookie(), "Origin: https://evil.example", "Content-Length: 0");
        var weak = await gateway.GetAsync("/strong/a", session.Cookie());

        Assert.Equal([401, 401, 403, 403, 401], new[] { another, none, forbidden, foreign, weak }.Select(reply => reply.Status));
        Assert.All([another, none, forbidden, foreign, weak], reply => Assert.Null(reply.Field("Set-Cookie")));
        Assert.False(another.Json.TryGetProperty("login", out _));
        Assert.Equal("sign-in-insufficient", weak.Reason);
    }

    [Fact]
    public async Task A_bad_session_beside_good_credentials_stands_in_nobodys_way()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);

        var session = await gateway.SignInAsync();
        await gateway.GetAsync("/a", session.Cookie());
        for (var turn = 0; turn < 12; turn++)
            Assert.Equal(200, (await gateway.GetAsync("/both/a", Credential.Basic("carl", "wrong"), session.Cookie())).Status);
        Assert.Equal("alice", gateway.Upstream.Last.Field("X-Forwarded-User"));

        // Had the passwords beside the session been looked at, carl would be locked out by now.
        Assert.Equal(200, (await gateway.GetAsync("/both/a", Credential.Basic("carl", "sha1-user"), "Cookie: countersign=none")).Status);
        var reply = await gateway.GetAsync("/both/a", Credential.Basic("carl", "wrong"), "Cookie: countersign=none");

        Assert.Equal((401, "basic-wrong-password"), (reply.Status, reply.Reason));
        Assert.NotNull(reply.Field("Set-Cookie"));
    }

    [Fact]
    public async Task A_group_that_is_taken_away_counts_at_the_next_request()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync(groups: "staff");
        Assert.Equal(200, (await gateway.GetAsync("/staff/a", session.Cookie())).Status);

        gateway.Host.Services.Store.Write((connection, transaction) => Dapper.SqlMapper.Execute(connection, "UPDATE users SET groups = '[]'", null, transaction));

        Assert.Equal(403, (await gateway.GetAsync("/staff/a", session.Cookie())).Status);
    }

    [Fact]
    public async Task A_configuration_that_changes_says_how_long_sessions_last_from_then_on()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync();
        gateway.Alter(session, "created = created - 7200000");
        Assert.Equal(200, (await gateway.GetAsync("/a", session.Cookie())).Status);

        gateway.Reload(Yaml.Replace("realm: People,", "realm: People, lifetime: 1h,", StringComparison.Ordinal));

        Assert.Equal("session-expired", (await gateway.GetAsync("/a", session.Cookie())).Reason);
    }

    [Fact]
    public async Task The_journal_names_the_session_by_its_handle_and_nothing_ever_its_id()
    {
        await using var gateway = await RunningGateway.StartAsync(Yaml);
        var session = await gateway.SignInAsync();
        await gateway.Host.Services.Sessions.RevokeAsync(session.Handle, Cancel);

        var entry = await gateway.JournalAsync((await gateway.GetAsync("/a", session.Cookie())).Reference);

        Assert.Equal("alice", entry.Subject);
        Assert.Contains(entry.Verdicts, verdict => verdict.Evidence!.Contains(session.Handle, StringComparison.Ordinal));
        Assert.DoesNotContain(session.Id.Reveal(), gateway.Log.Text(), StringComparison.Ordinal);
    }
}
