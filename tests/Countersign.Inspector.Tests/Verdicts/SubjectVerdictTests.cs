using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Verdicts;

/// <summary>What a refusal says of itself in fields and content counts before what its status usually means.</summary>
public sealed class SubjectVerdictTests
{
    private const string Token = "Authorization: Bearer mF_9.B5f-4.1JqM\n";
    private const string Aws = "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024\n";
    private const string Session = "Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345\n";
    private const string Disabled = """{"error":{"code":403,"message":"Sheets API has not been used in project 123 before or it is disabled.","status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}}""";
    private const string Anonymous = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"secrets is forbidden: User \"system:anonymous\" cannot list resource \"secrets\"","reason":"Forbidden","code":403}""";
    private const string Anna = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"secrets is forbidden: User \"anna\" cannot list resource \"secrets\"","reason":"Forbidden","code":403}""";

    [Theory]
    [InlineData(Aws, "", "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature does not match.</Message></Error>", "finds the credentials wrong with 403: SignatureDoesNotMatch", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData(Aws, "", "<Error><Code>InvalidAccessKeyId</Code></Error>", "InvalidAccessKeyId", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData(Aws, "Date: Mon, 23 Nov 2026 05:00:00 GMT\n", "<Error><Code>RequestTimeTooSkewed</Code></Error>", "Set the client's clock (the server's says Mon, 23 Nov 2026 05:00:00 GMT)", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData(Aws, "", "<Error><Code>ExpiredToken</Code></Error>", "A new token may be taken", Outcome.Refused, Fault.Client, RetryAdvice.WithNewToken, Certainty.Proved)]
    [InlineData("", "", "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", "signed address has ended", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData(Aws, "X-Ms-Error-Code: AuthenticationFailed\n", "", "AuthenticationFailed", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData("", "X-Amzn-ErrorType: MissingAuthenticationTokenException:http://internal.amazon.com/\n", "{\"message\":\"Missing Authentication Token\"}", "paths and methods that there are none of", Outcome.Challenged, Fault.Client, RetryAdvice.WithCredentials, Certainty.Likely)]
    [InlineData(Token, "", "{\"error\":\"invalid_token\"}", "refuses the credentials with 403: invalid_token", Outcome.Refused, Fault.Client, RetryAdvice.WithNewToken, Certainty.Proved)]
    [InlineData(Token, "", "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"It is expired.\"}}", "InvalidAuthenticationToken (It is expired)", Outcome.Refused, Fault.Client, RetryAdvice.WithNewToken, Certainty.Proved)]
    [InlineData("", "", "{\"detail\":\"Authentication credentials were not provided.\"}", "none were sent; it says so with 403", Outcome.Challenged, Fault.Client, RetryAdvice.WithCredentials, Certainty.Likely)]
    [InlineData(Session, "", "{\"detail\":\"CSRF Failed: CSRF token missing.\"}", "forged the request (CSRF)", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData(Session, "", "<html><h2>HTTP ERROR 403 No valid crumb was included in the request</h2></html>", "No valid crumb was included", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData(Session, "", "<html><body><pre>ForbiddenError: invalid csrf token<br> &nbsp; at csrf</pre></body></html>", "invalid csrf token", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData(Session, "", "{\"code\":\"rest_cookie_invalid_nonce\",\"message\":\"Cookie check failed\"}", "rest_cookie_invalid_nonce", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData(Token, "X-CSRF-Token: Required\n", "", "(CSRF)", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData("", "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1795413600\n", "{\"message\":\"API rate limit exceeded for 203.0.113.7.\"}", "Wait until 2026-11-23 06:00:00 UTC", Outcome.Forbidden, Fault.Client, RetryAdvice.Later, Certainty.Likely)]
    [InlineData(Token, "", "{\"message\":\"You have exceeded a secondary rate limit.\"}", "the credentials are not what is wrong", Outcome.Forbidden, Fault.Client, RetryAdvice.Later, Certainty.Likely)]
    [InlineData(Token, "CF-Mitigated: challenge\n", "<title>Just a moment...</title>", "against robots", Outcome.Forbidden, Fault.Proxy, RetryAdvice.AfterServerChange, Certainty.Proved)]
    [InlineData(Token, "", "error code: 1020", "by a rule of a firewall", Outcome.Forbidden, Fault.Proxy, RetryAdvice.AfterServerChange, Certainty.Likely)]
    [InlineData(Token, "", "{\"message\":\"Your IP address is not allowed to access this resource.\"}", "where the request comes from", Outcome.Forbidden, Fault.Nobody, RetryAdvice.AfterServerChange, Certainty.Likely)]
    [InlineData(Token, "", Disabled, "Switch it on there", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterServerChange, Certainty.Proved)]
    [InlineData("X-API-Key: abcdefabcdef\n", "", "{\"error\":{\"details\":[{\"reason\":\"API_KEY_HTTP_REFERRER_BLOCKED\"}]}}", "for other uses alone", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData(Token, "", Anna, "took the credentials", Outcome.Forbidden, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData("", "", Anonymous, "wants credentials", Outcome.Challenged, Fault.Client, RetryAdvice.WithCredentials, Certainty.Likely)]
    [InlineData(Token, "", Anonymous, "though the request has some", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Likely)]
    [InlineData(Token, "", "Invalid CORS request", "the origin of the page", Outcome.Forbidden, Fault.Origin, RetryAdvice.AfterServerChange, Certainty.Likely)]
    [InlineData(Token, "", "{\"error\":{\"code\":\"Forbidden\",\"innererror\":{\"code\":\"ForbiddenByFirewall\"}}}", "where the request comes from", Outcome.Forbidden, Fault.Nobody, RetryAdvice.AfterServerChange, Certainty.Proved)]
    [InlineData(Token, "", "{\"errors\":[\"2 errors occurred: permission denied, invalid token\"]}", "A new token may be taken", Outcome.Refused, Fault.Client, RetryAdvice.WithNewToken, Certainty.Likely)]
    [InlineData("", "", "<html><head><title>Sign In</title></head></html>", "none were sent; it says so with 403: \"Sign In\"", Outcome.Challenged, Fault.Client, RetryAdvice.WithCredentials, Certainty.Likely)]
    [InlineData("Authorization: Basic YW5uYTpzM2NyM3Q=\n", "X-Authentication-Denied-Reason: CAPTCHA_CHALLENGE\n", "", "CAPTCHA_CHALLENGE", Outcome.Refused, Fault.Client, RetryAdvice.AfterChange, Certainty.Proved)]
    [InlineData("", "", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "can't be told", Outcome.Forbidden, Fault.Nobody, RetryAdvice.AfterChange, Certainty.NotDecided)]
    public void A_403_is_about_what_it_says(string credentials, string fields, string content, string words, Outcome outcome, Fault fault, RetryAdvice retry, Certainty certainty)
    {
        var verdict = Of(403, credentials, fields, content);

        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((outcome, fault, retry, certainty), (verdict.Outcome, verdict.Fault, verdict.Retry, verdict.Certainty));
    }

    [Theory]
    [InlineData("<html><head><meta name=\"csrf-token\" content=\"abc\"><script src=\"https://www.google.com/recaptcha/api.js\"></script></head>No.</html>")]
    [InlineData("<html><head><title>403 Forbidden</title></head><p>You don't have permission to access this resource.</p></html>")]
    [InlineData("{\"message\":\"Forbidden\"}")]
    [InlineData("{\"errors\":[\"permission denied\"]}")]
    [InlineData("{\"message\":[1,{\"code\":null}],\"errors\":\"rate\",\"error\":[]}")]
    [InlineData("<html><title>403 Forbidden</title><nav><a>Web Application Firewall</a><a>CSRF verification failed</a></nav><h1>Forbidden</h1><p>You do not have access to this page.</p></html>")]
    [InlineData("<html><h1>Members only</h1><p>Your role does not permit this. See FAQ: What does 'too many requests' mean?</p></html>")]
    [InlineData("<html><title>Help: how to sign in</title><p>You are not permitted to see this document</p></html>")]
    [InlineData("<html><title>ModSecurity handbook</title><p>An expired CSRF token means that you have to reload; too many requests get 429.</p></html>")]
    [InlineData("{\"message\":\"Your account: you have been blocked by user bob\"}")]
    [InlineData("{\"code\":\"\\ud800\"}")]
    [InlineData("<Error><Code>")]
    public void A_403_that_says_nothing_is_not_told_to_have_taken_credentials(string content)
    {
        var verdict = Of(403, Token, "", content);

        Assert.Contains("that they were taken is not shown", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((Outcome.Forbidden, Certainty.Likely), (verdict.Outcome, verdict.Certainty));
    }

    [Theory]
    [InlineData("{\"message\":\"You do not have permission to change the rate limit. Too many requests per day may be configured by admins only.\"}")]
    [InlineData("{\"message\":\"User anna does not have permission to reset an expired token\"}")]
    [InlineData("{\"code\":\"csrf_exempt_admin_required\",\"message\":\"Only admins may change CSRF settings\"}")]
    [InlineData("{\"error\":\"denied\",\"message\":\"Loan denied: the country is not supported for card payouts\"}")]
    public void A_missing_permission_is_not_taken_for_what_it_would_permit(string content)
    {
        var verdict = Of(403, Token, "", content);

        Assert.Contains("is not permitted to do this", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((Outcome.Forbidden, RetryAdvice.AfterChange, Certainty.Likely), (verdict.Outcome, verdict.Retry, verdict.Certainty));
    }

    [Theory]
    [InlineData("", "WWW-Authenticate: Basic realm=\"x\"\n", "<title>401</title><h1>Sign in</h1><a href=/help>What does rate limit exceeded mean?</a>", RetryAdvice.WithCredentials)]
    [InlineData("", "WWW-Authenticate: Basic realm=\"x\"\n", "<title>401</title><p>The rate limit is 50/min; too many requests get 429.", RetryAdvice.WithCredentials)]
    [InlineData("", "X-RateLimit-Remaining: 0\nWWW-Authenticate: Basic realm=\"x\"\n", "{}", RetryAdvice.WithCredentials)]
    [InlineData(Token, "X-RateLimit-Remaining: 0\n", "{\"message\":\"Bad credentials\"}", RetryAdvice.AfterChange)]
    [InlineData(Token, "WWW-Authenticate: Bearer error=\"invalid_token\"\n", "{\"message\":\"The token expired. Mind: rate limit exceeded.\"}", RetryAdvice.WithNewToken)]
    [InlineData(Token, "", "{\"code\":\"token_expired\",\"message\":\"Expired. Too many requests with it: mind that.\"}", RetryAdvice.WithNewToken)]
    public void A_401_that_says_what_it_wants_is_not_told_to_have_counted_too_many_requests(string credentials, string fields, string content, RetryAdvice retry)
    {
        var verdict = Of(401, credentials, fields, content);

        Assert.DoesNotContain("requests", verdict.Cause?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(retry, verdict.Retry);
    }

    [Fact]
    public void An_expired_token_is_not_why_there_were_too_many_requests()
    {
        // {"exp":1}
        var verdict = Of(403, "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2ln\n", "Date: Mon, 23 Nov 2026 05:00:00 GMT\n", "{\"message\":\"API rate limit exceeded.\"}");

        Assert.Equal((null, RetryAdvice.Later), (verdict.Cause, verdict.Retry));
    }

    [Fact]
    public void A_wall_that_strangers_meet_is_not_told_to_open_to_credentials()
    {
        var inspection = Inspection.Of(RawHttpReader.Read(Transcript(403, "", "", "error code: 1020") + "\n" + Transcript(200, Token, "", "fine")));

        Assert.DoesNotContain(inspection.Findings, finding => finding.Check.Id == "status/forbidden-without-credentials");
    }

    [Theory]
    [InlineData("<Error><Code>ExpiredToken</Code></Error>", Outcome.Refused, RetryAdvice.WithNewToken)]
    [InlineData("{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\",\"message\":\"The security token is invalid.\"}", Outcome.Refused, RetryAdvice.AfterChange)]
    [InlineData("{\"message\":\"Request must contain a kbn-xsrf header.\"}", Outcome.Forbidden, RetryAdvice.AfterChange)]
    [InlineData("{\"message\":\"The template has an invalid token at 3.\"}", Outcome.Admitted, RetryAdvice.NotNeeded)]
    [InlineData("{\"title\":\"Validation failed\",\"errors\":[{\"code\":\"expired\",\"message\":\"The url has expired, choose a new one\"}]}", Outcome.Admitted, RetryAdvice.NotNeeded)]
    [InlineData("{\"error\":{\"code\":\"BadRequest\"}}", Outcome.Admitted, RetryAdvice.NotNeeded)]
    public void A_400_is_a_refusal_where_it_says_so(string content, Outcome outcome, RetryAdvice retry)
    {
        var verdict = Of(400, Aws, "", content);

        Assert.Equal((outcome, retry), (verdict.Outcome, verdict.Retry));
    }

    [Theory]
    [InlineData("{\"message\":\"Bad credentials\"}", "finds the credentials wrong: \"Bad credentials\"")]
    [InlineData("{\"message\":\"The tenant is asleep.\"}", "refuses the credentials: \"The tenant is asleep\"")]
    [InlineData("{\"message\":\"401 Unauthorized\"}", "does not say why")]
    public void What_a_401_says_in_its_content_is_passed_on(string content, string words) => Assert.Contains(words, Of(401, Token, "", content).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Who_signs_in_by_content_sent_credentials()
    {
        var verdict = Verdict.Of(Inspection.Of(RawHttpReader.Read(
            "POST /sign-in HTTP/1.1\nHost: api.example\nContent-Type: application/json\nContent-Length: 30\n\n{\"user\":\"anna\",\"password\":\"x\"}\n\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\nContent-Length: 42\n\n{\"message\":\"Invalid username or password\"}\n")));

        Assert.Contains("those in its content are meant", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(Outcome.Refused, verdict.Outcome);
    }

    [Fact]
    public void A_scheme_that_is_understood_is_not_told_to_be_another()
    {
        var inspection = Inspection.Of(RawHttpReader.Read(Transcript(401, Token, "WWW-Authenticate: Basic realm=\"keys\"\n", "{\"error\":{\"message\":\"Invalid API Key provided: sk_***\"}}")));

        Assert.DoesNotContain(inspection.Findings, finding => finding.Check.Id == "credentials/scheme-not-offered");
    }

    [Theory]
    [InlineData(500, RetryAdvice.NotNeeded)]
    [InlineData(429, RetryAdvice.Later)]
    public void An_answer_about_something_else_is_not_told_to_be_well(int status, RetryAdvice retry)
    {
        var verdict = Of(status, Token, "", "");

        Assert.Equal($"Nobody was refused for credentials; the last answer is {status}, which by itself is not about them.", verdict.Sentence);
        Assert.Equal(retry, verdict.Retry);
    }

    [Theory]
    [InlineData("", Outcome.Challenged)]
    [InlineData(Session, Outcome.Refused)]
    public void A_way_to_a_page_to_sign_in_is_no_admission(string credentials, Outcome outcome)
    {
        var verdict = Of(302, credentials, "Location: https://team.example/cdn-cgi/access/login/app.example?kid=1\n", "");

        Assert.Equal((outcome, Certainty.Likely), (verdict.Outcome, verdict.Certainty));
    }

    [Theory]
    [InlineData("error=access_denied&error_description=User+denied", Outcome.Refused, "without a code: access_denied (User denied).")]
    [InlineData("code=abcabcabc", Outcome.Admitted, "Nobody was refused.")]
    public void An_authorization_server_that_sends_back_an_error_refuses(string parameters, Outcome outcome, string words)
    {
        var verdict = Of(302, "", $"Cache-Control: no-store\nLocation: https://app.example/callback?{parameters}&state=x\n", "");

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "", "{\"message\":\"You do not have permission to ~\"}")]
    [InlineData(401, "", "{\"message\":\"The tenant says ~\"}")]
    [InlineData(401, "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"~\"\n", "")]
    [InlineData(302, "Location: https://app.example/callback?error=access_denied&error_description=~&state=x\n", "")]
    public void A_long_sentence_ends_with_a_whole_character(int status, string fields, string content)
    {
        for (var length = 199 - content.Length; length < 205; length++)
        {
            var said = new string('a', length) + string.Concat(Enumerable.Repeat("\ud83d\ude00", 40));
            var sentence = Of(status, Token, fields.Replace("~", said, StringComparison.Ordinal), content.Replace("~", said, StringComparison.Ordinal)).Sentence;

            Assert.Contains('…', sentence);
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(sentence)));
        }
    }

    [Fact]
    public void An_error_of_GraphQL_is_not_told_to_be_nothing() =>
        Assert.Contains("FORBIDDEN", Of(200, Token, "", "{\"errors\":[{\"extensions\":{\"code\":\"FORBIDDEN\"}}]}").Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"ok\":false,\"error\":\"invalid_auth\"}", "status/refusal-as-success")]
    [InlineData("{\"ok\":true,\"error\":\"invalid_auth\"}", null)]
    public void A_failure_that_names_credentials_is_a_refusal_in_the_dress_of_success(string content, string? id) => Assert.Equal(id, Of(200, Token, "", content).Cause?.Check.Id);

    private static Verdict Of(int status, string credentials, string fields, string content) => Verdict.Of(Inspection.Of(RawHttpReader.Read(Transcript(status, credentials, fields, content))));

    private static string Transcript(int status, string credentials, string fields, string content)
    {
        var type = content.Length == 0 ? "" : $"Content-Type: {(content[0] == '{' ? "application/json" : content.StartsWith("<Error", StringComparison.Ordinal) ? "application/xml" : content[0] == '<' ? "text/html" : "text/plain")}\n";
        return $"GET /orders HTTP/1.1\nHost: api.example\n{credentials}\nHTTP/1.1 {status} No\n{fields}{type}Content-Length: {content.Length}\n\n{content}\n";
    }
}
