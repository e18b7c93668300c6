using System.Globalization;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Verdicts;

/// <summary>A token endpoint that gives no token refuses, and says who and what by RFC 6749 §5.2.</summary>
public sealed class TokenEndpointTests
{
    private const string Code = "grant_type=authorization_code&code=abcabcabc&client_id=app&client_secret=s3cr3ts3cr3t";
    private const string Refresh = "grant_type=refresh_token&refresh_token=abcabcabc&client_id=app";
    private const string Expired = "GET /orders HTTP/1.1\nHost: api.example\nAuthorization: Bearer mF_9.B5f-4.1JqM\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\"\n\n";
    private const string Given = "{\"access_token\":\"abcabcabc\",\"token_type\":\"Bearer\"}";

    [Theory]
    [InlineData(401, Code, "{\"error\":\"invalid_client\"}", "does not take the client that asks for a token: invalid_client. It authenticates in the form", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(401, Refresh, "{\"error\":\"invalid_client\"}", "nothing to prove it by", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(401, Code, "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client credentials\"}", "does not take the client", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, Code, "{\"error\":\"invalid_grant\",\"error_description\":\"PKCE verification failed\"}", "does not take its grant: invalid_grant (PKCE verification failed). The code is used already", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(403, Refresh, "{\"error\":\"invalid_grant\"}", "The refresh token is expired", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, "grant_type=password&username=anna&password=x", "{\"error\":\"invalid_grant\"}", "Name or password are wrong", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, "grant_type=client_credentials", "{\"error\":\"unauthorized_client\"}", "may not ask for a token in this way (grant_type=client_credentials)", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, Code, "{\"error\":\"invalid_request\"}", "a parameter is missing", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, "grant_type=client_credentials", "{\"error\":\"invalid_scope\"}", "does not give the scope", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(400, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=abc", "{\"error\":\"authorization_pending\"}", "has not agreed yet", RetryAdvice.Later, Fault.Nobody)]
    [InlineData(400, Code, "{\"error\":\"temporarily_unavailable\"}", "can't give a token now", RetryAdvice.Later, Fault.IdentityProvider)]
    [InlineData(400, Code, "{\"error\":\"unheard_of\"}", "gives no token: unheard_of", RetryAdvice.AfterChange, Fault.Client)]
    [InlineData(200, Code, "{\"error\":\"bad_verification_code\"}", "does not take the code", RetryAdvice.AfterChange, Fault.Client)]
    public void A_token_endpoint_says_whom_it_refuses_what(int status, string form, string content, string words, RetryAdvice retry, Fault fault)
    {
        var verdict = Of(Asked(form, status, content));

        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((fault == Fault.Nobody ? Outcome.NotDecided : Outcome.Refused, retry, fault, Certainty.Proved), (verdict.Outcome, verdict.Retry, verdict.Fault, verdict.Certainty));
    }

    [Fact]
    public void A_token_endpoint_that_says_nothing_is_not_explained()
    {
        var verdict = Of(Asked(Code, 403, ""));

        Assert.EndsWith("answers the request for a token with 403 and does not say why.", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(Certainty.Likely, verdict.Certainty);
    }

    [Fact]
    public void Who_was_waited_for_and_agreed_was_not_refused() =>
        Assert.Equal(Outcome.Admitted, Of(Asked(Code, 400, "{\"error\":\"authorization_pending\"}") + Asked(Code, 200, Given)).Outcome);

    [Fact]
    public void Another_refusal_comes_before_that_of_a_token_endpoint_which_is_told_with_it()
    {
        var verdict = Of(Expired + Asked(Refresh, 400, "{\"error\":\"invalid_grant\"}"));

        Assert.StartsWith("The server refuses the credentials: invalid_token.", verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains("A token was asked for afterwards, and there was none. The authorization server knows the client", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((0, RetryAdvice.AfterChange), (verdict.About!.Index, verdict.Retry));
    }

    [Fact]
    public void A_refusal_that_was_mended_is_none_beside_that_of_a_token_endpoint()
    {
        var verdict = Of($"{Expired}GET /orders HTTP/1.1\nHost: api.example\nAuthorization: Bearer other_9.B5f-4.1JqM\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n{Asked(Refresh, 400, "{\"error\":\"invalid_grant\"}")}");

        Assert.Equal(2, verdict.About!.Index);
    }

    private static string Asked(string form, int status, string content) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /token HTTP/1.1\nHost: id.example\nContent-Type: application/x-www-form-urlencoded\nContent-Length: {form.Length}\n\n{form}\n\nHTTP/1.1 {status} X\nCache-Control: no-store\nWWW-Authenticate: Basic realm=\"clients\"\nContent-Type: application/json\nContent-Length: {content.Length}\n\n{content}\n\n");

    private static Verdict Of(string transcript) => Verdict.Of(Inspection.Of(RawHttpReader.Read(transcript)));
}
