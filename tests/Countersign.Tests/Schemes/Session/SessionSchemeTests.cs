using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Schemes.Session;

public sealed class SessionSchemeTests
{
    private static readonly Subject Alice = new("alice");
    private readonly FixedSessions _sessions = new(new(SessionOutcome.Good, Alice));

    [Theory]
    [InlineData(SessionOutcome.Unreadable, Refusal.SessionUnreadable)]
    [InlineData(SessionOutcome.Unknown, Refusal.SessionUnknown)]
    [InlineData(SessionOutcome.Idle, Refusal.SessionIdle)]
    [InlineData(SessionOutcome.Expired, Refusal.SessionExpired)]
    [InlineData(SessionOutcome.Revoked, Refusal.SessionRevoked)]
    [InlineData(SessionOutcome.SignedOut, Refusal.SessionSignedOut)]
    [InlineData(SessionOutcome.Unavailable, Refusal.ProtectionUnavailable)]
    [InlineData(SessionOutcome.Good, Refusal.ProtectionUnavailable)]   // without a subject: closed
    public async Task Refuses_for_the_reason_that_the_store_gives(SessionOutcome outcome, Refusal refusal)
    {
        var verdict = await VerifyAsync(new FixedSessions(new(outcome, null, "evidence")), Cookie("__Host-countersign=x"));

        Assert.Equal(refusal, verdict.Refusal);
        Assert.Equal("evidence", verdict.Evidence);
        Assert.Equal(outcome is not (SessionOutcome.Good or SessionOutcome.Unavailable), SessionScheme.IsOver(refusal));
    }

    [Fact]
    public async Task Takes_the_session_among_other_cookies_whichever_line_it_is_in()
    {
        var verdict = await VerifyAsync(_sessions, Cookie("a=1"), Cookie("b=2; __Host-countersign=id; c=3"));

        Assert.Same(Alice, verdict.Subject);
        Assert.Equal(["id"], _sessions.Asked);
    }

    [Theory]
    [InlineData("__Host-countersign=one; __Host-countersign=two")]
    [InlineData("__Host-countersign=one; __Host-countersign=one")]
    [InlineData("__Host-countersign=one", "__Host-countersign=two")]
    public async Task Refuses_a_doubled_cookie_without_a_look_at_either(params string[] lines)
    {
        var verdict = await VerifyAsync(_sessions, [.. lines.Select(Cookie)]);

        Assert.Equal(Refusal.SessionUnreadable, verdict.Refusal);
        Assert.Empty(_sessions.Asked);
    }

    [Fact]
    public void Feels_addressed_by_the_cookie_of_its_connection_alone()
    {
        var scheme = Scheme(_sessions, allowCleartext: true);

        Assert.True(scheme.IsPresented(null, new FieldFacts(Cookie("__Host-countersign=x"))));
        Assert.False(scheme.IsPresented(null, new FieldFacts(Cookie("countersign=x"))));
        Assert.True(scheme.IsPresented(null, new FieldFacts(Cookie("countersign=x")) { Tls = false }));
        Assert.False(scheme.IsPresented(null, new FieldFacts(Cookie("__Host-countersign=x")) { Tls = false }));
        Assert.False(scheme.IsPresented(new Credentials("Cookie"), new FieldFacts()));
        Assert.Equal(["__Host-countersign", "countersign"], scheme.CredentialCookies);
        Assert.False(scheme.OpensDialog);
    }

    [Fact]
    public async Task Asks_nobody_when_the_connection_is_open_to_readers()
    {
        var scheme = Scheme(_sessions);

        var verdict = await scheme.VerifyAsync(null, new FieldFacts(Cookie("countersign=x")) { Tls = false }, TestContext.Current.CancellationToken);

        Assert.True(scheme.NeedsTls);
        Assert.Equal(Refusal.CleartextTransport, verdict.Refusal);
        Assert.Empty(_sessions.Asked);
    }

    [Fact]
    public void Challenges_with_realm_form_and_cookie()
    {
        var scheme = Scheme(_sessions, allowCleartext: true);

        var challenge = Assert.Single(scheme.ChallengesFor(new FieldFacts(), AccessPolicy.Deny, null));
        var overCleartext = Assert.Single(scheme.ChallengesFor(new FieldFacts() { Tls = false }, AccessPolicy.Deny, null));

        Assert.Equal("Cookie realm=\"People\", form-action=\"/.countersign/login\", cookie-name=\"__Host-countersign\"", challenge.ToString());
        Assert.Equal("Cookie realm=\"People\", form-action=\"/.countersign/login\", cookie-name=\"countersign\"", overCleartext.ToString());
    }

    [Theory]
    [InlineData(new[] { "gold" }, null, null)]
    [InlineData(new[] { "platinum", "mfa" }, null, null)]
    [InlineData(new[] { "platinum" }, null, "The sign-in was gold, mfa; wanted: platinum.")]
    [InlineData(new string[0], 600, null)]
    [InlineData(new string[0], 599, "The sign-in was 600 s ago; at most 599 s are wanted.")]
    public void Holds_the_sign_in_against_what_the_route_wants(string[] acr, int? age, string? lack)
    {
        var session = new SessionFacts("handle", TimeProvider.System.GetUtcNow().AddMinutes(-10)) { Strengths = ["gold", "mfa"] };
        var scheme = new SessionScheme("people", new SessionOptions(), _sessions, new StillClock(session.SignedIn.AddMinutes(10)));
        var demand = new SignInDemand([.. acr], age is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        Assert.Equal(lack, scheme.LackOf(demand, Alice with { Session = session }));
        Assert.NotNull(scheme.LackOf(demand, Alice));
        Assert.Equal("Nobody says when the person signed in.", scheme.LackOf(new([], TimeSpan.MaxValue), Alice with { Session = session with { SignedIn = DateTimeOffset.UnixEpoch } }));
        Assert.NotNull(scheme.LackOf(new([], TimeSpan.FromDays(1)), Alice with { Session = session with { SignedIn = session.SignedIn.AddMinutes(20) } }));
    }

    [Fact]
    public void Gives_a_cookie_that_other_hosts_and_scripts_can_do_nothing_with_and_takes_it_back_alike()
    {
        Assert.Equal("__Host-countersign=id; Path=/; Secure; HttpOnly; SameSite=Lax", SessionCookie.Give(new Secret("id"), isTls: true, null));
        Assert.Equal("__Host-countersign=id; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax", SessionCookie.Give(new Secret("id"), isTls: true, TimeSpan.FromDays(1)));
        Assert.Equal("countersign=id; Path=/; HttpOnly; SameSite=Lax", SessionCookie.Give(new Secret("id"), isTls: false, null));
        Assert.Equal("__Host-countersign=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax", SessionCookie.Clear(isTls: true));
        Assert.Equal("countersign=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", SessionCookie.Clear(isTls: false));
    }

    private static (string, string) Cookie(string line) => ("Cookie", line);

    private static SessionScheme Scheme(ISessions sessions, bool allowCleartext = false) =>
        new("people", new SessionOptions { Realm = "People", AllowCleartext = allowCleartext }, sessions, TimeProvider.System);

    private static ValueTask<Verdict> VerifyAsync(ISessions sessions, params (string, string)[] fields) =>
        Scheme(sessions).VerifyAsync(null, new FieldFacts(fields), TestContext.Current.CancellationToken);

    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
