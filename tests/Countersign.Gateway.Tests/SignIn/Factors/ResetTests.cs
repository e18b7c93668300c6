using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn.Factors;

/// <summary>One-time links by which people set a password.</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private const string Path = "/.countersign/reset";
    private const string Fresh = "a new password";

    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;
    private ResetLinkStore _links = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await SignInSite.StartAsync();
        _browser = new(_gateway);
        _links = new(_gateway.Host.Services.Store);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Set_a_password_and_end_all_sessions_of_the_person()
    {
        var (anna, ben) = (new TestBrowser(_gateway), new TestBrowser(_gateway));
        await anna.SignInAsync();
        await ben.SignInAsync("ben");
        var token = Issue();
        for (var look = 0; look < 2; look++)
            Assert.Contains("For anna", (await _browser.GetAsync($"{Path}?token={token}")).Body, StringComparison.Ordinal);

        var done = await SendAsync(token, Fresh);

        Assert.Equal(200, done.Status);
        Assert.Contains("Your password is set.", done.Body, StringComparison.Ordinal);
        Assert.Equal(303, (await anna.GetAsync("/staff/a")).Status);
        Assert.Equal(200, (await ben.GetAsync("/staff/a")).Status);
        Assert.Equal(401, (await new TestBrowser(_gateway).SignInAsync()).Status);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync(password: Fresh)).Status);
    }

    [Fact]
    public async Task Are_good_once_and_until_a_newer_one_is_made()
    {
        var (older, newer) = (Issue(), Issue());

        var superseded = await SendAsync(older, Fresh);
        Assert.Equal(200, (await SendAsync(newer, Fresh)).Status);
        var used = await SendAsync(newer, "another password");

        Assert.Equal((403, 403), (superseded.Status, used.Status));
        Assert.Contains("This link is not valid", used.Body, StringComparison.Ordinal);
        Assert.Equal(Refusal.ResetLinkVoid, (await _gateway.JournalAsync(used.Reference)).Refusal);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync(password: Fresh)).Status);
    }

    [Fact]
    public async Task Tell_that_they_have_expired()
    {
        var token = Issue(TimeSpan.FromMilliseconds(1));
        await Task.Delay(20, TestContext.Current.CancellationToken);

        var reply = await _browser.GetAsync($"{Path}?token={token}");

        Assert.Equal(403, reply.Status);
        Assert.Contains("This link has expired.", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "short", "fewer than 8")]
    [InlineData("correct horse", "correct house", "differ")]
    [InlineData("seventy-three-octets-seventy-three-octets-seventy-three-octets-seventy-33", "seventy-three-octets-seventy-three-octets-seventy-three-octets-seventy-33", "too long")]
    [InlineData("12345\u0007678", "12345\u0007678", "can&#x27;t be used")]
    public async Task Are_not_used_up_by_a_password_that_does_not_do(string password, string again, string told)
    {
        var token = Issue();

        var refused = await SendAsync(token, password, again);

        Assert.Equal(422, refused.Status);
        Assert.Contains(told, refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(password, refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(token, Fresh)).Status);
    }

    [Fact]
    public async Task Keep_their_token_out_of_journal_log_and_referrers()
    {
        var token = Issue();
        var good = await _browser.GetAsync($"{Path}?token={token}");
        Assert.Equal("no-referrer", good.Field("Referrer-Policy"));
        Assert.Equal("no-store", good.Field("Cache-Control"));
        Assert.DoesNotContain("href=\"http", good.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", good.Body, StringComparison.Ordinal);
        await SendAsync(token, Fresh);

        var used = await _browser.GetAsync($"{Path}?token={token}");

        var entry = await _gateway.AskedAdminAsync("/.countersign/journal/" + used.Reference);
        Assert.Equal(Path, (await _gateway.JournalAsync(used.Reference)).Path);
        Assert.DoesNotContain(token, entry.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(token, (await _gateway.Log.FindAsync(used.Reference)).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, used.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?token=a&token=b")]
    public async Task Are_not_made_up(string query) => Assert.Equal(403, (await _browser.GetAsync(Path + query)).Status);

    [Fact]
    public async Task Invite_somebody_who_has_no_password_yet()
    {
        _gateway.Host.Services.Users.Add(new("new", Countersign.AspNetCore.Passwords.PasswordHash.NotSet));
        foreach (var guess in new[] { "", "!", Fresh })
            Assert.Equal(401, (await new TestBrowser(_gateway).SignInAsync("new", guess)).Status);

        Assert.Equal(200, (await SendAsync(Issue(user: "new"), Fresh)).Status);

        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync("new", Fresh)).Status);
    }

    [Fact]
    public async Task Set_a_password_that_keyboards_compose_in_another_way()
    {
        Assert.Equal(200, (await SendAsync(Issue(), "pa\u0308sswo\u0308rter")).Status);

        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync(password: "p\u00e4ssw\u00f6rter")).Status);
        Assert.Equal(303, (await new TestBrowser(_gateway).SignInAsync(password: "pa\u0308sswo\u0308rter")).Status);
    }

    [Fact]
    public async Task Take_no_password_without_TLS_unless_that_is_allowed()
    {
        await using var gateway = await SignInSite.StartAsync(SignInSite.Yaml.Replace(", allow-cleartext: true", "", StringComparison.Ordinal));
        var token = new ResetLinkStore(gateway.Host.Services.Store).Issue("anna", ResetLinkStore.UsualTerm)!.Reveal();

        var reply = await new TestBrowser(gateway).PostAsync(Path, [("token", token), ("new-password", Fresh), ("new-password-again", Fresh)]);

        Assert.Equal(403, reply.Status);
        Assert.Equal(ResetLinkState.Good, new ResetLinkStore(gateway.Host.Services.Store).Find(token, out _));
    }

    private string Issue(TimeSpan? term = null, string user = "anna") => _links.Issue(user, term ?? ResetLinkStore.UsualTerm)!.Reveal();

    private Task<Reply> SendAsync(string token, string password, string? again = null) =>
        _browser.PostAsync(Path, [("token", token), ("username", "anna"), ("new-password", password), ("new-password-again", again ?? password)]);
}
