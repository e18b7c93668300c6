using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Countersign.Decisions;
using Countersign.Inspector.Assertions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Xunit;

namespace Countersign.Inspector.Tests.Assertions;

public sealed class ResponseAssertionsTests
{
    [Fact]
    public void A_challenge_that_is_there_may_be_asserted_whole() =>
        Answer(401, "Bearer realm=\"api\", error=\"invalid_token\"", "Basic realm=\"staff\"").ShouldChallenge("bearer").WithRealm("api").WithError("invalid_token").Without("scope");

    [Theory]
    [InlineData(200, "Bearer realm=\"api\"", "expected 401 with a challenge of Bearer, and got 200 with WWW-Authenticate: Bearer realm=\"api\".")]
    [InlineData(401, null, "expected 401 with a challenge of Bearer, and got 401 without WWW-Authenticate.")]
    [InlineData(401, "Basic realm=\"staff\"", "expected 401 with a challenge of Bearer, and got 401 with WWW-Authenticate: Basic realm=\"staff\".")]
    [InlineData(401, "Bearer realm=\"api", "expected 401 with a challenge of Bearer that all clients can read (unterminated-quoted-string), and got 401 with WWW-Authenticate: Bearer realm=\"api.")]
    public void What_came_instead_is_said(int status, string? challenge, string expected)
    {
        var failure = Assert.Throws<ResponseAssertionException>(() => Answer(status, challenge).ShouldChallenge("Bearer"));

        Assert.Equal($"GET https://api.example/orders: {expected}", failure.Message);
    }

    [Theory]
    [InlineData("realm", "shop")]
    [InlineData("error", "invalid_token")]
    public void A_parameter_with_another_value_fails(string name, string value) =>
        Assert.Contains($"Bearer with {name}=\"{value}\"", Assert.Throws<ResponseAssertionException>(() => Answer(401, "Bearer realm=\"api\"").ShouldChallenge("Bearer").With(name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_error_that_should_not_be_there_fails() =>
        Assert.Throws<ResponseAssertionException>(() => Answer(401, "Bearer error=\"invalid_token\"").ShouldChallenge("Bearer").WithoutError());

    [Fact]
    public void A_proxy_challenges_by_its_own_field()
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.ProxyAuthenticationRequired);
        answer.Headers.TryAddWithoutValidation("Proxy-Authenticate", "Basic realm=\"out\"");

        answer.ShouldChallengeAsProxy("Basic").WithRealm("out");
        Assert.Throws<ResponseAssertionException>(() => answer.ShouldChallenge("Basic"));
    }

    [Fact]
    public void Success_and_403_are_what_they_are()
    {
        Answer(204).ShouldAdmit();
        Answer(403).ShouldForbid();
        Assert.Throws<ResponseAssertionException>(() => Answer(401, "Basic realm=\"a\"").ShouldAdmit());
        Assert.Throws<ResponseAssertionException>(() => Answer(404).ShouldForbid());
    }

    [Fact]
    public async Task A_reason_is_told_by_the_problem_details()
    {
        // Strangers are not told whether the user exists.
        var row = Refusal.BasicUnknownUser.Row().PublicAs!.Value.Row();
        var answer = Problem(row.Status, $$"""{"status":{{row.Status}},"reason":"{{row.Slug}}"}""");

        await answer.ShouldRefuseAsync(Refusal.BasicUnknownUser, TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<ResponseAssertionException>(() => answer.ShouldRefuseAsync(Refusal.ScopeInsufficient, TestContext.Current.CancellationToken));
        Assert.Contains($"it says {row.Slug}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_fail_with_what_to_change_and_without_secrets()
    {
        var answer = Answer(401, "Basic");
        answer.RequestMessage!.Headers.TryAddWithoutValidation("Authorization", "Bearer planted-secret-4711");

        var failure = await Assert.ThrowsAsync<ResponseAssertionException>(() => answer.ShouldHaveNoFindingsAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("basic/realm-missing", failure.Message, StringComparison.Ordinal);
        Assert.Contains("RFC 7617", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_refusal_has_no_findings_and_its_content_can_be_read_afterwards()
    {
        var answer = Problem(401, """{"status":401,"title":"Unauthorized"}""", "Bearer realm=\"api\"");
        answer.Headers.CacheControl = new() { NoStore = true };
        answer.Headers.TryAddWithoutValidation("Strict-Transport-Security", "max-age=31536000");

        await answer.ShouldHaveNoFindingsAsync(Severity.Info, TestContext.Current.CancellationToken);
        Assert.Equal("""{"status":401,"title":"Unauthorized"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Test_frameworks_tell_it_from_an_error_by_the_name_of_an_interface() =>
        Assert.Contains(typeof(ResponseAssertionException).GetInterfaces(), type => type.Name == "IAssertionException");

    [Fact]
    public void A_transcript_of_any_kind_is_read_by_one_method()
    {
        Assert.Equal(RecordingSource.RawHttp, Recording.Read(Encoding.UTF8.GetBytes("GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 Unauthorized\n\n")).Source);
        Assert.Throws<FormatException>(() => Recording.Read("nothing of the kind"u8.ToArray()));
    }

    private static HttpResponseMessage Answer(int status, params string?[] challenges)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = new(HttpMethod.Get, "https://api.example/orders") };
        foreach (var challenge in challenges.OfType<string>())
            answer.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return answer;
    }

    private static HttpResponseMessage Problem(int status, string problem, params string?[] challenges)
    {
        var answer = Answer(status, challenges);
        answer.Content = new StringContent(problem, Encoding.UTF8, new MediaTypeHeaderValue("application/problem+json"));
        return answer;
    }
}
