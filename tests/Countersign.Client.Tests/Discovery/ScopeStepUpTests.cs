using System.Net;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>A token that is good and does not suffice (RFC 6750 §3.1, insufficient_scope): more is asked for once, and no more.</summary>
public sealed class ScopeStepUpTests : IDisposable
{
    private readonly DiscoveryStage _stage = new() { Challenge = $"Bearer resource_metadata=\"{DiscoveryStage.Place}\", scope=\"read\"" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Asks_for_all_scopes_so_far_and_the_one_that_is_needed()
    {
        _stage.Answer = seen => seen.Method == "POST" && seen.Authorization == "Bearer t1" ? Insufficient("write") : null;
        using var client = _stage.Client();
        using var read = await client.GetAsync(DiscoveryStage.Api, Cancel);

        using var written = await client.PostAsync(DiscoveryStage.Api, new StringContent("x"), Cancel);
        using var again = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(["read", "read write"], _stage.Forms.Select(form => form["scope"]));
        Assert.Equal("Bearer t2", _stage.Requests[^1].Authorization); // what allows more is kept
    }

    [Fact]
    public async Task Steps_up_in_the_same_request_that_came_without_a_token()
    {
        _stage.Answer = seen => seen.Authorization == "Bearer t1" ? Insufficient("write") : null;
        using var client = _stage.Client();

        using var response = await client.PostAsync(DiscoveryStage.Api, new StringContent("x"), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, _stage.Forms.Count);
    }

    [Fact]
    public async Task Gives_up_where_the_scope_was_asked_for_already()
    {
        _stage.Answer = seen => seen.Authorization is null ? null : Insufficient("read");
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.ScopeInsufficient, failed.Failure.Reason);
        Assert.Equal("read", failed.Failure.Demand!.Scope);
        Assert.Single(_stage.Forms);
    }

    [Fact]
    public async Task Gives_up_after_one_step()
    {
        var asked = 0;
        _stage.Answer = seen => seen.Authorization is null ? null : Insufficient($"scope{asked++}");
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.ScopeInsufficient, failed.Failure.Reason);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Gives_up_where_nobody_says_which_scope()
    {
        _stage.Answer = seen => seen.Authorization is null ? null : Insufficient(null);
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.ScopeInsufficient, failed.Failure.Reason);
    }

    [Fact]
    public async Task Goes_on_with_what_it_may_have_where_more_is_refused()
    {
        _stage.Answer = seen => seen.Method == "POST" && seen.Authorization is not null ? Insufficient("admin") : null;
        var give = _stage.Documents[DiscoveryStage.TokenUrl];
        _stage.Documents[DiscoveryStage.TokenUrl] = () => _stage.Forms[^1]["scope"].Contains("admin", StringComparison.Ordinal) ? DiscoveryStage.Json("""{"error":"invalid_scope"}""", status: 400) : give();
        using var client = _stage.Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.PostAsync(DiscoveryStage.Api, new StringContent("x"), Cancel));
        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(FailureReason.ScopeInsufficient, failed.Failure.Reason);
        Assert.Contains("invalid_scope", failed.Failure.Detail, StringComparison.Ordinal);
        Assert.Equal("Bearer t1", _stage.Requests[^1].Authorization);
    }

    [Fact]
    public async Task A_scope_that_nobody_gives_keeps_nobody_from_where_it_is_not_needed()
    {
        var wrong = StubServer.Refusal($"Bearer resource_metadata=\"{DiscoveryStage.Place}\", scope=\"nobody's\"");
        _stage.Answer = seen => seen.Method == "POST" ? wrong : null;
        var give = _stage.Documents[DiscoveryStage.TokenUrl];
        _stage.Documents[DiscoveryStage.TokenUrl] = () => _stage.Forms[^1]["scope"].Contains("nobody", StringComparison.Ordinal) ? DiscoveryStage.Json("""{"error":"invalid_scope"}""", status: 400) : give();
        using var client = _stage.Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.PostAsync(DiscoveryStage.Api, new StringContent("x"), Cancel));
        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task A_token_that_allows_more_and_counts_no_more_is_renewed_as_others_are()
    {
        _stage.Answer = seen => seen.Method == "POST" && seen.Authorization == "Bearer t1" ? Insufficient("write") : null;
        _stage.Refused.Add("t2");
        using var client = _stage.Client();
        using var read = await client.GetAsync(DiscoveryStage.Api, Cancel);

        using var written = await client.PostAsync(DiscoveryStage.Api, new StringContent("x"), Cancel);

        Assert.Equal("Bearer t3", _stage.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Asks_for_no_token_that_it_would_not_send()
    {
        var asked = 0;
        _stage.Answer = seen => seen.Authorization is null ? null : Insufficient($"scope{asked++}");
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal("scope1", failed.Failure.Demand?.Scope);
        Assert.Equal(2, _stage.Forms.Count);
    }

    [Fact]
    public async Task A_server_that_takes_nothing_has_one_token_asked_for()
    {
        _stage.Answer = _ => StubServer.Refusal(_stage.Challenge);
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Single(_stage.Forms);
    }

    [Fact]
    public async Task Leaves_a_403_that_is_about_something_else_to_the_caller()
    {
        _stage.Answer = seen => seen.Authorization is null ? null : new(HttpStatusCode.Forbidden);
        using var client = _stage.Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Wants_no_endless_list_of_scopes()
    {
        _stage.Challenge = $"Bearer resource_metadata=\"{DiscoveryStage.Place}\", scope=\"{string.Join(' ', Enumerable.Range(0, 100))}\"";
        using var client = _stage.Client();

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(FailureReason.MalformedChallenge, failed.Failure.Reason);
    }

    private static HttpResponseMessage Insufficient(string? scope)
    {
        var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", $"Bearer error=\"insufficient_scope\"{(scope is null ? "" : $", scope=\"{scope}\"")}, resource_metadata=\"{DiscoveryStage.Place}\"");
        return response;
    }
}
