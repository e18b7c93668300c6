using Countersign.Inspector.Findings;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>What is said of tokens, and by which clock.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData("""{"exp":1795420608}""", "The token expired 3 min 12 s before the server's Date. Get a new token.")]
    [InlineData("""{"exp":1795420800}""", "The token expired in the very second of the server's Date. Get a new token.")]
    [InlineData("""{"nbf":1795420860}""", "The token counts only from 1 min after the server's Date. Send it again in 1 min.")]
    [InlineData("""{"iat":1795420900}""", "The token was made 1 min 40 s after the server's Date: the issuer's clock is ahead of the server's. Send it again in 1 min 40 s.")]
    [InlineData("""{"exp":"1795423200"}""", "The token has exp that is no number. The fault is with the identity provider.")]
    [InlineData("""{"aud":"https://billing.test"}""", "The token is for https://billing.test, and was sent to api.example. Get a token for this server: by the parameter resource or audience, or the scope that stands for it.")]
    public void Says_in_the_verdict_what_is_wrong_with_the_token(string claims, string sentence)
    {
        var verdict = Verdict.Of(Inspection.Of(RawHttpReader.Read(TestTokens.Refused(TestTokens.Of(claims)))));

        Assert.Equal((Outcome.Refused, sentence), (verdict.Outcome, verdict.Sentence));
    }

    [Fact]
    public void Renews_what_has_run_out()
    {
        var verdict = Verdict.Of(Inspection.Of(RawHttpReader.Read(TestTokens.Refused(TestTokens.Of("""{"exp":1795420608}""")))));

        Assert.Equal((RetryAdvice.WithNewToken, Fault.Client), (verdict.Retry, verdict.Fault));
        Assert.Equal(new(RequestChangeKind.SetField, "Authorization", "Bearer $TOKEN"), Assert.Single(verdict.Changes));
    }

    [Theory]
    [InlineData("", Certainty.Proved)]
    [InlineData(", error_description=\"The token expired at noon\"", Certainty.Proved)]
    [InlineData(", error_description=\"The signature is invalid\"", Certainty.Likely)]
    public void Is_less_sure_of_the_time_where_the_server_names_another_reason(string described, Certainty certainty) =>
        Assert.Equal(certainty, Found("token/expired", TestTokens.Refused(TestTokens.Of("""{"exp":1795420608}"""), $"Bearer error=\"invalid_token\"{described}")).Certainty);

    [Fact]
    public void Knows_the_character_that_no_token_has()
    {
        var token = TestTokens.Of();

        var finding = Found("token/malformed", TestTokens.Refused($"{token[..60]}+{token[61..]}"));

        Assert.StartsWith("The token can't be read, at character 61. ", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token[..20], finding.Message + string.Concat(finding.Evidence.Select(evidence => evidence.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_words_of_the_server_in_the_challenge()
    {
        var evidence = Found("token/key-unknown", TestTokens.Refused(TestTokens.Of(), "Bearer error=\"invalid_token\", error_description=\"The signature key was not found\"")).Evidence[^1];

        Assert.Equal(("response WWW-Authenticate", "error_description=\"The signature key was not found\""), (evidence.Part, evidence.Text.Substring(evidence.Start, evidence.Length)));
    }

    [Fact]
    public void Shows_the_words_of_the_server_in_the_content()
    {
        var evidence = Found("token/signature", TestTokens.Refused(TestTokens.Of(), "Bearer", "Content-Type: application/json\n\n{\"status\":401,\n \"message\":\"invalid signature\"}\n")).Evidence[^1];

        Assert.Equal(("content", "invalid signature"), (evidence.Part, evidence.Text.Substring(evidence.Start, evidence.Length)));
    }

    [Fact]
    public void Says_of_a_token_that_is_sent_often_only_once_what_is_always_wrong_with_it()
    {
        var taken = $"GET /orders HTTP/1.1\nHost: api.example\nAuthorization: Bearer {TestTokens.Of("""{"exp":4000000000}""")}\n\nHTTP/1.1 200 OK\n\n";

        Assert.Single(Inspection.Of(RawHttpReader.Read(taken + taken + taken)).Findings, finding => finding.Check.Id == "token/long-lived");
    }

    [Fact]
    public void Takes_an_unsigned_token_that_gets_in_for_an_error_of_the_server()
    {
        var asked = "GET /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"api\"\n\n";

        var finding = Found("token/unsigned", $"{asked}GET /orders HTTP/1.1\nHost: api.example\nAuthorization: Bearer {TestTokens.Of(header: """{"alg":"none"}""")[..^86]}\n\nHTTP/1.1 200 OK\n");

        Assert.Equal((Severity.Error, Fault.Origin, Certainty.Likely), (finding.Severity, finding.Fault, finding.Certainty));
    }

    private static Finding Found(string id, string transcript) => Assert.Single(Inspection.Of(RawHttpReader.Read(transcript)).Findings, finding => finding.Check.Id == id);
}
