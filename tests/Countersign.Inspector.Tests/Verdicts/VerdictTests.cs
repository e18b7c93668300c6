using System.Text;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Tests.Checks;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Verdicts;

public sealed class VerdictTests
{
    private const string Asked = "GET /orders HTTP/1.1\nHost: api.example\n";
    private const string AskedWithToken = $"{Asked}Authorization: Bearer mF_9.B5f-4.1JqM\n";
    private const string Taken = "\nHTTP/1.1 200 OK\nContent-Length: 0\n";

    [Fact]
    public void Who_sent_nothing_is_told_what_to_send_the_strongest_first()
    {
        var verdict = Of($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"staff\"\nWWW-Authenticate: Digest realm=\"staff\", nonce=\"n\", qop=\"auth\"\n");

        Assert.Equal("The server wants credentials, and none were sent. Send them by Digest or Basic for \"staff\".", verdict.Sentence);
        Assert.Equal((Outcome.Challenged, Fault.Client, RetryAdvice.WithCredentials), (verdict.Outcome, verdict.Fault, verdict.Retry));
        Assert.Equal(new RequestChange(RequestChangeKind.Authenticate, "Digest"), Assert.Single(verdict.Changes));
    }

    [Fact]
    public void A_proxy_is_not_taken_for_the_server()
    {
        var verdict = Of("CONNECT api.example:443 HTTP/1.1\nHost: api.example:443\n\nHTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic realm=\"out\"\n");

        Assert.StartsWith("The proxy wants credentials, and none were sent.", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(RequestChangeKind.AuthenticateToProxy, Assert.Single(verdict.Changes).Kind);
    }

    [Theory]
    [InlineData("<title>ModSecurity handbook</title>")]
    [InlineData("<title>401</title><p>An expired CSRF token means that you must reload.")]
    [InlineData("<title>401</title><p>Not available in your country until you log in.")]
    public void Words_of_a_page_say_nothing_against_a_challenge_that_nobody_answered(string page) =>
        Assert.Equal("The server wants credentials, and none were sent. Send them by Basic for \"a\".", Of($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"a\"\nContent-Type: text/html\n\n{page}\n").Sentence);

    [Theory]
    [InlineData("WWW-Authenticate: Basic realm=\"a\"\nContent-Type: application/problem+json\n\n{\"status\":401,\"reason\":\"basic-wrong-password\"}", "The server says basic-wrong-password: The user name or the password is wrong.")]
    [InlineData("WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256, stale=true\n", "The server finds the nonce too old and gives a new one")]
    public void An_answer_alone_that_tells_what_is_wrong_with_credentials_has_seen_some(string rest, string sentence)
    {
        var verdict = Of($"HTTP/1.1 401 Unauthorized\n{rest}");

        Assert.StartsWith(sentence, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(Outcome.Refused, verdict.Outcome);
    }

    [Fact]
    public void What_the_server_says_of_a_token_is_passed_on()
    {
        var verdict = Of($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\", error_description=\"It ended\"\n");

        Assert.Equal("The server refuses the credentials: invalid_token (It ended). A new token may be taken; the same one will not.", verdict.Sentence);
        Assert.Equal((Outcome.Refused, RetryAdvice.WithNewToken, Certainty.Proved), (verdict.Outcome, verdict.Retry, verdict.Certainty));
    }

    [Fact]
    public void Who_got_in_in_the_end_was_not_refused()
    {
        var verdict = Of($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n\n{AskedWithToken}{Taken}");

        Assert.Equal("The server asked for credentials and took them. Nothing is wrong, as far as can be seen.", verdict.Sentence);
        Assert.Equal((Outcome.Admitted, RetryAdvice.NotNeeded), (verdict.Outcome, verdict.Retry));
    }

    [Fact]
    public void An_old_nonce_is_nobodys_fault()
    {
        var verdict = Of(
            $"{Asked}Authorization: Digest username=\"anna\", realm=\"staff\", nonce=\"old\", uri=\"/orders\", response=\"00000000000000000000000000000000\", qop=auth, nc=00000001, cnonce=\"c\"\n\n"
            + "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=\"staff\", nonce=\"new\", qop=\"auth\", stale=true\n");

        Assert.Equal((Outcome.Refused, Fault.Nobody, RetryAdvice.WithFreshNonce), (verdict.Outcome, verdict.Fault, verdict.Retry));
    }

    [Theory]
    [InlineData(Asked, "", "can't be told", Certainty.NotDecided)]
    [InlineData(AskedWithToken, "", "that they were taken is not shown", Certainty.Likely)]
    [InlineData($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n\n{AskedWithToken}", "", "took the credentials, as without any it asks for some", Certainty.Likely)]
    [InlineData(AskedWithToken, "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders.write\"\n", "scope \"orders.write\"", Certainty.Proved)]
    public void A_403_is_no_call_for_the_same_credentials(string request, string challenge, string words, Certainty certainty)
    {
        var verdict = Of($"{request}\nHTTP/1.1 403 Forbidden\n{challenge}");

        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((Outcome.Forbidden, RetryAdvice.AfterChange, certainty), (verdict.Outcome, verdict.Retry, verdict.Certainty));
    }

    [Fact]
    public void A_refused_preflight_is_the_servers_fault()
    {
        var verdict = Of("OPTIONS /orders HTTP/1.1\nHost: api.example\nOrigin: https://shop.example\nAccess-Control-Request-Method: POST\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n");

        Assert.Equal((Outcome.Blocked, RetryAdvice.AfterServerChange), (verdict.Outcome, verdict.Retry));
        Assert.Equal(Fault.Origin, verdict.Fault);
    }

    [Fact]
    public void Where_credentials_are_not_kept_nothing_is_said_of_them()
    {
        var recording = RawHttpReader.Read($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n");

        var verdict = Verdict.Of(Inspection.Of(recording with { Omissions = recording.Omissions | Omissions.Credentials }));

        Assert.Equal((Outcome.NotDecided, Certainty.NotDecided), (verdict.Outcome, verdict.Certainty));
        Assert.Contains("was not kept", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Countersign_server_says_why_by_its_refusal()
    {
        var verdict = Of($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"\nContent-Type: application/problem+json\nContent-Length: 46\n\n{{\"status\":401,\"reason\":\"bearer-token-expired\"}}\n");

        Assert.StartsWith("The server says bearer-token-expired: ", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_explains_a_refusal_comes_before_what_is_only_wrong_with_the_answer()
    {
        var inspection = Inspection.Of(RawHttpReader.Read($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n"));
        var row = new CheckRow("token/test", Severity.Warning, "A title", "A why.", Requirement.Practice, Fault.Client, "") { Explains = true, CallerFix = "Get a new one." };
        var flaw = new Finding(row with { Explains = false }, "A flaw.") { Severity = Severity.Error, Evidence = [new(0, "status", "401")] };
        var reason = new Finding(row, "The token ended.") { Evidence = [new(0, "request Authorization", "Bearer ***")] };

        var verdict = Verdict.Of(inspection with { Findings = [flaw, reason] });

        Assert.Equal("The token ended. Get a new one.", verdict.Sentence);
        Assert.Same(reason, verdict.Cause);
    }

    [Fact]
    public void A_token_refused_with_403_is_refused_and_nobody_is_forbidden_anything()
    {
        var verdict = Of($"{AskedWithToken}\nHTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"\n");

        Assert.Equal((Outcome.Refused, RetryAdvice.WithNewToken), (verdict.Outcome, verdict.Retry));
    }

    [Theory]
    [InlineData("authorization_uri")]
    [InlineData("trusted_issuers")]
    [InlineData("resource")]
    public void A_parameter_of_a_challenge_is_taken_for_no_secret(string name)
    {
        var inspection = Inspection.Of(RawHttpReader.Read($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer {name}=\"https://id.example/72f988bf\", error=\"invalid_token\"\n"));

        Assert.DoesNotContain(inspection.Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(RetryAdvice.WithNewToken, Verdict.Of(inspection).Retry);
    }

    [Fact]
    public void A_scheme_that_is_misspelt_is_to_be_sent_as_it_is_spelt() =>
        Assert.Equal("Bearer", Assert.Single(Of($"{Asked}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Baerer realm=\"api\"\n").Changes).Name);

    [Fact]
    public void A_server_that_talks_long_is_cut_short() =>
        Assert.InRange(Of($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"{new string('a', 5000)}\"\n").Sentence.Length, 1, 400);

    [Fact]
    public void A_flaw_of_a_request_that_got_in_explains_no_refusal()
    {
        var text = File.ReadAllText(Path.Combine(Transcripts.Root, "credentials/digest-quoting/fires-bare-nonce.http")).Replace("400 Bad Request", "404 Not Found", StringComparison.Ordinal);

        var verdict = Verdict.Of(Inspection.Of(Recording.Read(Encoding.UTF8.GetBytes(text))));

        Assert.Equal((Outcome.Admitted, "credentials/digest-quoting"), (verdict.Outcome, verdict.Cause?.Check.Id));
    }

    [Fact]
    public void A_400_that_says_nothing_is_about_credentials_that_are_broken()
    {
        var verdict = Verdict.Of(Transcripts.Inspect("credentials/digest-quoting/fires-bare-nonce.http"));

        Assert.Equal((Outcome.Refused, "credentials/digest-quoting"), (verdict.Outcome, verdict.Cause?.Check.Id));
    }

    [Fact]
    public void Whatever_can_explain_a_refusal_does_so_in_a_transcript_of_its_own()
    {
        var checks = CheckCatalogue.Exchanges.Select(check => check.Row).Where(row => row.Explains || row.Hides).Select(row => row.Id);
        Assert.All(checks, id => Assert.Contains(Transcripts.Of(id, "fires-*.http"), file => Verdict.Of(Transcripts.Inspect(file)).Cause?.Check.Id == id));
    }

    [Fact]
    public void Who_is_followed_to_a_page_to_sign_in_was_not_let_in_by_its_200()
    {
        var verdict = Of($"{Asked}\nHTTP/1.1 302 Found\nLocation: /signin?next=/orders\n\nGET /signin?next=/orders HTTP/1.1\nHost: api.example\n{Taken}");

        Assert.Equal("The server wants somebody to sign in, and redirects to a page for it (/signin?next=/orders).", verdict.Sentence);
        Assert.Equal((Outcome.Challenged, 0), (verdict.Outcome, verdict.About?.Index));
    }

    [Fact]
    public void Who_comes_back_from_a_sign_in_or_asks_for_its_page_is_let_in()
    {
        Assert.Equal(Outcome.Admitted, Of($"{Asked}\nHTTP/1.1 302 Found\nLocation: /login?next=/orders\n\nGET /login?next=/orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 302 Found\nLocation: /orders\n\n{Asked}{Taken}").Outcome);
        Assert.Equal(Outcome.Admitted, Of($"GET /login HTTP/1.1\nHost: api.example\n{Taken}").Outcome);
    }

    [Fact]
    public void A_time_to_come_back_at_is_passed_on()
    {
        var verdict = Of($"{AskedWithToken}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\nRetry-After: 30\n");

        Assert.Equal(RetryAdvice.Later, verdict.Retry);
        Assert.EndsWith("Retry-After: 30.", verdict.Sentence, StringComparison.Ordinal);
    }

    private static Verdict Of(string transcript) => Verdict.Of(Inspection.Of(RawHttpReader.Read(transcript)));
}
