using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Tests.Tokens.Rules;

public sealed class OpaqueTokenVerifierTests
{
    private const string Issuer = "https://issuer.example.com";
    private readonly StageClock _clock = new();
    private readonly StageRevocations _revocations = new();
    private readonly Answers _answers = new();
    private readonly OpaqueTokenVerifier _verifier;

    public OpaqueTokenVerifierTests() =>
        _verifier = new(new(Issuer, _answers, new() { Audiences = ["api"], Leeway = TimeSpan.Zero }), _revocations, _clock);

    [Fact]
    public async Task Takes_what_the_issuer_says_counts_and_asks_once_for_a_while()
    {
        _answers.Say("t", Claims());

        Assert.True((await Verify("t")).IsGood);
        _clock.Now += TimeSpan.FromSeconds(29.9);
        Assert.True((await Verify("t")).IsGood);
        Assert.Equal(1, _answers.Asked);
        _clock.Now += TimeSpan.FromSeconds(0.1);
        await Verify("t");
        Assert.Equal(2, _answers.Asked);
    }

    [Fact]
    public async Task Relies_on_no_word_beyond_exp() // RFC 7662 §4
    {
        _answers.Say("t", Claims(claims => claims["exp"] = _clock.Now.ToUnixTimeSeconds() + 5));
        Assert.True((await Verify("t")).IsGood);
        _answers.Say("t", null);

        _clock.Now += TimeSpan.FromSeconds(5);

        Assert.Equal([TokenCheck.Active], ChecksOf(await Verify("t")));
    }

    [Fact]
    public async Task Relies_on_no_word_longer_because_the_clock_was_set_back()
    {
        _answers.Say("t", Claims(claims => claims["nbf"] = 0));
        Assert.True((await Verify("t")).IsGood);
        _answers.Say("t", null);

        _clock.Now -= TimeSpan.FromMinutes(1);

        Assert.Equal([TokenCheck.Active], ChecksOf(await Verify("t")));
    }

    [Fact]
    public async Task Relies_on_a_no_for_a_shorter_while()
    {
        _answers.Say("t", null);
        Assert.Equal([TokenCheck.Active], ChecksOf(await Verify("t")));
        _answers.Say("t", Claims());

        _clock.Now += TimeSpan.FromSeconds(9.9);
        Assert.False((await Verify("t")).IsGood);
        _clock.Now += TimeSpan.FromSeconds(0.1);
        Assert.True((await Verify("t")).IsGood);
    }

    [Fact]
    public async Task Knows_each_token_by_itself()
    {
        _answers.Say("good", Claims());
        _answers.Say("bad", null);

        Assert.True((await Verify("good")).IsGood);
        Assert.False((await Verify("bad")).IsGood);
        Assert.True((await Verify("good")).IsGood);
    }

    [Fact]
    public async Task Remembers_no_outage()
    {
        _answers.Outage = "timed out";
        var judgement = await Verify("t");
        Assert.Equal(("timed out", false), (judgement.Outage, judgement.IsGood));

        _answers.Outage = null;
        _answers.Say("t", Claims());
        Assert.True((await Verify("t")).IsGood);
    }

    [Fact]
    public async Task A_token_that_the_issuer_can_not_read_is_refused_and_not_asked_about_again_for_as_long_as_a_no()
    {
        _answers.Say("invented", IntrospectionReading.Unreadable("It answers 400."));

        for (var i = 0; i < 3; i++)
        {
            var judgement = await Verify("invented");
            Assert.Equal([new TokenFailure(TokenCheck.Active, "It answers 400.")], judgement.Failures);
            Assert.Null(judgement.Outage);
        }

        Assert.Equal(1, _answers.Asked);
        _clock.Now += TimeSpan.FromSeconds(10);
        await Verify("invented");
        Assert.Equal(2, _answers.Asked);
    }

    [Fact]
    public async Task A_word_that_can_not_be_understood_is_an_outage_and_not_asked_for_again_for_as_long_as_a_no()
    {
        _answers.Say("t", IntrospectionReading.Unusable("too deep"));
        for (var i = 0; i < 3; i++)
            Assert.Equal(("too deep", false), ((await Verify("t")).Outage, (await Verify("t")).IsGood));
        Assert.Equal(1, _answers.Asked);

        _clock.Now += TimeSpan.FromSeconds(10);
        _answers.Say("t", Claims());
        Assert.True((await Verify("t")).IsGood);
    }

    [Fact]
    public async Task Weighs_what_the_issuer_says_anew_for_each_use()
    {
        _answers.Say("t", Claims());
        Assert.True((await Verify("t")).IsGood);

        _revocations.Ids.Add("j1");

        Assert.Equal([TokenCheck.Revocation], ChecksOf(await Verify("t")));
    }

    [Theory]
    [InlineData("aud", "\"other\"", TokenCheck.Audience)]
    [InlineData("aud", "null", TokenCheck.Claims)]
    [InlineData("iss", "\"https://other.example\"", TokenCheck.Issuer)]
    [InlineData("exp", "\"tomorrow\"", TokenCheck.Claims)]
    [InlineData("nbf", "4000000000", TokenCheck.NotBefore)]
    [InlineData("cnf", "{\"jkt\":\"K\"}", TokenCheck.Binding)]
    [InlineData("token_use", "\"refresh_token\"", TokenCheck.Type)]
    [InlineData("typ", "\"Refresh\"", TokenCheck.Type)]
    [InlineData("typ", "\"ID\"", TokenCheck.Type)]
    [InlineData("token_type", "\"urn:ietf:params:oauth:token-type:refresh_token\"", TokenCheck.Type)]
    [InlineData("token_type", "\"urn:ietf:params:oauth:token-type:id_token\"", TokenCheck.Type)]
    [InlineData("token_type", "[\"Bearer\",\"refresh_token\"]", TokenCheck.Type)]
    [InlineData("typ", "\"logout+jwt\"", TokenCheck.Type)]
    [InlineData("typ", "\"application/secevent+jwt\"", TokenCheck.Type)]
    public async Task Holds_an_active_token_against_the_rules(string claim, string value, TokenCheck failed)
    {
        _answers.Say("t", Claims(claims => claims[claim] = JsonNode.Parse(value)));

        Assert.Equal(failed, ChecksOf(await Verify("t")).First());
    }

    [Fact]
    public async Task Needs_no_end_in_the_answer() // RFC 7662 §2.2: exp is optional
    {
        _answers.Say("t", Claims(claims => claims.Remove("exp")));

        Assert.True((await Verify("t")).IsGood);
    }

    [Fact]
    public async Task Says_for_whom_it_asks()
    {
        _answers.Say("t", Claims());

        await _verifier.VerifyAsync("t", new(Client: IPAddress.Parse("192.0.2.1")), TestContext.Current.CancellationToken);

        Assert.Equal(IPAddress.Parse("192.0.2.1"), _answers.Client);
    }

    [Fact]
    public async Task Asks_once_for_all_who_wait_and_lets_each_give_up_alone()
    {
        var gate = new TaskCompletionSource();
        _answers.Gate = gate.Task;
        _answers.Say("t", Claims());
        using var impatience = new CancellationTokenSource();
        var impatient = _verifier.VerifyAsync("t", default, impatience.Token).AsTask();
        var others = Enumerable.Range(0, 50).Select(_ => Verify("t").AsTask()).ToArray();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult();

        Assert.All(await Task.WhenAll(others), judgement => Assert.True(judgement.IsGood));
        Assert.Equal(1, _answers.Asked);
    }

    [Theory]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", true)]
    [InlineData("opaque", false)]
    [InlineData("a.b.c", false)]
    [InlineData("eyJ.only-two", false)]
    [InlineData("IHt9.e30.AA", true)]
    public async Task Only_signed_tokens_go_to_those_who_know_keys(string token, bool isSigned)
    {
        var judges = new TokenJudges(new Named(TokenCheck.Signature), new Named(TokenCheck.Active));

        Assert.Equal([isSigned ? TokenCheck.Signature : TokenCheck.Active], ChecksOf(await judges.VerifyAsync(token, default, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AB", TokenFaultKind.Base64UrlSpareBits)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AA==", TokenFaultKind.Base64UrlPadding)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30=.AA", TokenFaultKind.Base64UrlPadding)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.A+AA", TokenFaultKind.Base64UrlStandardAlphabet)]
    [InlineData("eyJhbGciOiJkaXIifQ..AA.AA.AB", TokenFaultKind.Base64UrlSpareBits)] // encrypted
    [InlineData("eyAiYWxnIjoiSFMyNTYifQ.e30.AB", TokenFaultKind.Base64UrlSpareBits)] // a blank within
    [InlineData("ewoiYWxnIjoiSFMyNTYifQ.e30.AB", TokenFaultKind.Base64UrlSpareBits)] // a new line
    [InlineData("IHsiYWxnIjoiSFMyNTYifQ.e30.AB", TokenFaultKind.Base64UrlSpareBits)] // a blank before
    public async Task A_signed_token_in_another_spelling_is_none_whatever_its_issuer_would_read_in_it(string token, TokenFaultKind fault)
    {
        _answers.Say(token, Claims());

        Assert.Equal([new TokenFailure(TokenCheck.Form, fault.Row().Sentence)], (await Verify(token)).Failures);
        Assert.Equal(0, _answers.Asked);
    }

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AA")]
    [InlineData("eyJhbGciOiJNTC1EU0EifQ.e30.AA")] // an algorithm that only the issuer has to know
    [InlineData("eyJhbGciOiJkaXIifQ..AA.AA.AA")]
    [InlineData("opaque==")]
    [InlineData("a+b.c/d.e=")]
    public async Task Every_other_text_is_the_issuers_to_judge(string token)
    {
        _answers.Say(token, Claims());

        Assert.True((await Verify(token)).IsGood);
    }

    private ValueTask<TokenJudgement> Verify(string token) => _verifier.VerifyAsync(token, default, CancellationToken.None);

    private JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject { ["active"] = true, ["iss"] = Issuer, ["sub"] = "anna", ["aud"] = "api", ["jti"] = "j1", ["exp"] = _clock.Now.ToUnixTimeSeconds() + 300 };
        change?.Invoke(claims);
        return claims;
    }

    private static IEnumerable<TokenCheck> ChecksOf(TokenJudgement judgement)
    {
        Assert.False(judgement.IsGood);
        return judgement.Failures.Select(failure => failure.Check);
    }

    private sealed class Answers : ITokenIntrospection
    {
        private readonly Dictionary<string, IntrospectionReading> _words = [];
        private int _asked;

        public int Asked => _asked;

        public IPAddress? Client { get; private set; }

        public string? Outage { get; set; }

        public Task Gate { get; set; } = Task.CompletedTask;

        public void Say(string token, JsonObject? claims) => Say(token, claims is null
            ? IntrospectionReading.Inactive()
            : IntrospectionReading.Active(JwtClaimsReader.Read(JsonSerializer.SerializeToUtf8Bytes(claims), out _)!));

        public void Say(string token, in IntrospectionReading reading) => _words[token] = reading;

        public async ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel)
        {
            Interlocked.Increment(ref _asked);
            Client = client;
            await Gate;
            return Outage is null ? _words[token] : IntrospectionReading.Unavailable(Outage);
        }
    }

    private sealed class Named(TokenCheck check) : ITokenJudge
    {
        public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel) => new(new TokenJudgement { Failures = [new(check, "")] });
    }
}
