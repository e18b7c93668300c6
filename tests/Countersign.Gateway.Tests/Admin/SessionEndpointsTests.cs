using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Ports;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class SessionEndpointsTests : IAsyncLifetime
{
    private const string Sessions = "/.countersign/sessions";

    private RunningGateway _gateway = null!;
    private SessionStore _sessions = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        StandardError.Keep();
        _gateway = await RunningGateway.StartAsync("""
            schemes: { people: { type: session, realm: People, allow-cleartext: true } }
            routes: [{ name: all, access: { any-of: [people], groups: [staff] }, upstream: UPSTREAM }]
            """);
        var services = _gateway.Host.Services;
        services.Users.Add(new("anna", "h"));
        services.Users.Add(new("bob", "h"));
        _sessions = services.Sessions;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_session_is_shown_without_what_lets_anybody_in()
    {
        var session = await BeginAsync("anna");

        var listed = await _gateway.SendAsync("GET", Sessions);
        var shown = await _gateway.SendAsync("GET", $"{Sessions}/{session.Handle}");

        Assert.Equal((200, $"[{shown.Body}]"), (listed.Status, listed.Body));
        Assert.Equal(
            ["handle", "name", "provider", "methods", "created", "lastUsed", "ends", "remember", "client", "userAgent"],
            shown.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            (session.Handle, "anna", "192.0.2.7", "Browser/1.0"),
            (Text(shown, "handle"), Text(shown, "name"), Text(shown, "client"), Text(shown, "userAgent")));
        Assert.DoesNotContain(session.Id.Reveal(), listed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_admin_listener_changes_counts_with_the_next_request_of_a_session()
    {
        var session = await BeginAsync("anna");
        await _gateway.SendAsync("PATCH", "/.countersign/users/anna", """{"groups":["staff"]}""");
        Assert.Equal(200, (await PresentAsync(session)).Status);

        await _gateway.SendAsync("DELETE", "/.countersign/groups/staff/members/anna");
        Assert.Equal(403, (await PresentAsync(session)).Status);
        await _gateway.SendAsync("POST", "/.countersign/groups/staff/members", """{"users":["anna"]}""");
        Assert.Equal(200, (await PresentAsync(session)).Status);

        await _gateway.SendAsync("DELETE", $"{Sessions}/{session.Handle}");
        var refused = await PresentAsync(session);
        Assert.Equal((401, "session-revoked"), (refused.Status, refused.Reason));
    }

    [Theory]
    [InlineData("DELETE", "/.countersign/users/anna", "")]
    [InlineData("PATCH", "/.countersign/users/anna", """{"disabled":true}""")]
    [InlineData("PUT", "/.countersign/users/anna/password", """{"password":"another"}""")]
    public async Task Who_is_removed_or_disabled_or_gets_another_password_loses_all_sessions(string method, string target, string content)
    {
        var (session, another) = (await BeginAsync("anna"), await BeginAsync("anna", "corp"));

        await _gateway.SendAsync(method, target, content);

        Assert.Equal((SessionOutcome.Revoked, SessionOutcome.Good), (await OutcomeAsync(session), await OutcomeAsync(another)));
    }

    [Fact]
    public async Task Sessions_are_chosen_by_user_and_number()
    {
        await BeginAsync("anna");
        await BeginAsync("a&b", "corp");
        var last = await BeginAsync("anna");

        Assert.Equal(3, (await _gateway.SendAsync("GET", Sessions)).Json.GetArrayLength());
        Assert.Equal(2, (await _gateway.SendAsync("GET", Sessions + "?user=anna")).Json.GetArrayLength());
        Assert.Equal("a&b", (await _gateway.SendAsync("GET", Sessions + "?user=a%26b&limit=1000")).Json[0].GetProperty("name").GetString());
        Assert.Equal(last.Handle, Assert.Single((await _gateway.SendAsync("GET", Sessions + "?user=anna&limit=1")).Json.EnumerateArray()).GetProperty("handle").GetString());
        Assert.Equal("[]", (await _gateway.SendAsync("GET", Sessions + "?user=")).Body);
        foreach (var query in new[] { "?limit=0", "?limit=1001", "?limit=-1", "?limit=x", "?limit=", "?limit=1&limit=1", "?name=anna" })
            Assert.Equal(400, (await _gateway.SendAsync("GET", Sessions + query)).Status);
    }

    [Fact]
    public async Task A_session_is_ended_once()
    {
        var (ended, other) = (await BeginAsync("anna"), await BeginAsync("anna"));

        Assert.Equal(204, (await _gateway.SendAsync("DELETE", $"{Sessions}/{ended.Handle}")).Status);

        Assert.Equal((SessionOutcome.Revoked, SessionOutcome.Good), (await OutcomeAsync(ended), await OutcomeAsync(other)));
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", $"{Sessions}/{ended.Handle}")).Status);
        Assert.Equal(404, (await _gateway.SendAsync("GET", $"{Sessions}/{ended.Handle}")).Status);
        Assert.Equal(404, (await _gateway.SendAsync("DELETE", $"{Sessions}/{other.Id.Reveal()}")).Status);
    }

    [Fact]
    public async Task All_sessions_of_a_name_end_or_those_of_everybody()
    {
        var (annas, persons, bobs) = (await BeginAsync("anna"), await BeginAsync("anna", "corp"), await BeginAsync("bob"));

        Assert.Equal("""{"revoked":2}""", (await RevokeAsync("""{"user":"anna"}""")).Body);
        Assert.Equal(
            (SessionOutcome.Revoked, SessionOutcome.Revoked, SessionOutcome.Good),
            (await OutcomeAsync(annas), await OutcomeAsync(persons), await OutcomeAsync(bobs)));
        Assert.Equal("""{"revoked":0}""", (await RevokeAsync("""{"user":"anna","all":false}""")).Body);
        Assert.Equal("""{"revoked":1}""", (await RevokeAsync("""{"all":true}""")).Body);
        Assert.Equal(SessionOutcome.Revoked, await OutcomeAsync(bobs));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"all":false}""")]
    [InlineData("""{"all":null}""")]
    [InlineData("""{"user":null}""")]
    [InlineData("""{"user":""}""")]
    [InlineData("""{"user":"anna","all":true}""")]
    [InlineData("""{"users":["anna"]}""")]
    [InlineData("""{"all":"true"}""")]
    public async Task Nobody_is_signed_out_by_what_does_not_say_who(string content)
    {
        var session = await BeginAsync("anna");

        Assert.Equal(400, (await RevokeAsync(content)).Status);
        Assert.Equal(SessionOutcome.Good, await OutcomeAsync(session));
    }

    [Fact]
    public async Task The_address_for_all_takes_one_method()
    {
        foreach (var method in new[] { "GET", "DELETE", "PUT" })
        {
            var reply = await _gateway.SendAsync(method, Sessions + "/revoke");
            Assert.Equal((405, "POST"), (reply.Status, reply.Field("Allow")));
        }
    }

    [Fact]
    public async Task The_log_tells_of_every_end_and_from_where_it_came()
    {
        var session = await BeginAsync("anna");
        await BeginAsync("of the log", "corp");
        await _gateway.SendAsync("DELETE", $"{Sessions}/{session.Handle}");
        await RevokeAsync("""{"user":"of the log"}""");
        await RevokeAsync("""{"all":true}""");

        string[] lines =
        [
            $"Session {session.Handle} was revoked through the admin listener from 127.0.0.1", "1 sessions of of the log were revoked through the admin listener from 127.0.0.1",
            "All 0 sessions were revoked through the admin listener from 127.0.0.1",
        ];
        foreach (var line in lines)
            Assert.True(await Eventually.IsSoAsync(() => StandardError.Text.Contains(line, StringComparison.Ordinal)), line);
        Assert.DoesNotContain(session.Id.Reveal(), StandardError.Text, StringComparison.Ordinal);
    }

    private Task<Reply> PresentAsync(NewSession session) => _gateway.GetAsync("/", session.Cookie());

    private static string Text(Reply reply, string member) => reply.Json.GetProperty(member).GetString()!;

    private Task<Reply> RevokeAsync(string content) => _gateway.SendAsync("POST", Sessions + "/revoke", content);

    private Task<NewSession> BeginAsync(string name, string? provider = null) => _sessions.BeginAsync(
        new(new Subject(name)) { At = TimeProvider.System.GetUtcNow(), Methods = ["pwd"], Provider = provider, ProviderSubject = provider is null ? null : "sub" },
        new(IPAddress.Parse("192.0.2.7"), "Browser/1.0"),
        Cancel);

    private async Task<SessionOutcome> OutcomeAsync(NewSession session) => (await _sessions.FindAsync(session.Id.Reveal(), Cancel)).Outcome;
}
