using System.Text.Json.Nodes;
using Countersign.Tests.Schemes.Bearer;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens.Rules;

public sealed class TokenVerifierTests
{
    private readonly BearerStage _stage = new();

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Takes_every_algorithm_with_its_key(string algorithm) => Assert.True((await _stage.Verify(_stage.Token(algorithm: algorithm))).IsGood);

    public static TheoryData<string> Algorithms => [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)];

    [Fact]
    public async Task Verifies_the_signature_once_and_remembers_that()
    {
        var token = _stage.Token();

        var first = await _stage.Verify(token);
        var second = await _stage.Verify(token);

        Assert.Same(first.Token, second.Token);
        Assert.Equal(1, _stage.Verifier.Remembered);
    }

    [Fact]
    public async Task Remembers_no_token_that_nobody_signed()
    {
        await _stage.Verify(_stage.Token()[..^2] + "AA");

        Assert.Equal(0, _stage.Verifier.Remembered);
    }

    [Fact]
    public async Task A_remembered_token_ends_with_its_exp()
    {
        var token = _stage.Token();
        Assert.True((await _stage.Verify(token)).IsGood);

        _stage.Clock.Now += TimeSpan.FromSeconds(299.999);
        Assert.True((await _stage.Verify(token)).IsGood);
        _stage.Clock.Now += TimeSpan.FromSeconds(0.001);
        Assert.Equal([TokenCheck.Expiry], ChecksOf(await _stage.Verify(token)));
    }

    [Fact]
    public async Task Counts_a_leeway_to_the_fraction_of_a_second()
    {
        var stage = new BearerStage { Rules = _stage.Rules with { Leeway = TimeSpan.FromMilliseconds(1500) } };
        var token = stage.Token();

        stage.Clock.Now += TimeSpan.FromSeconds(301.499);
        Assert.True((await stage.Verify(token)).IsGood);
        stage.Clock.Now += TimeSpan.FromSeconds(0.001);
        Assert.EndsWith(", with 1.5 s of leeway.", Assert.Single((await stage.Verify(token)).Failures).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remembered_token_ends_with_its_revocation()
    {
        var token = _stage.Token();
        Assert.True((await _stage.Verify(token)).IsGood);

        _stage.Revocations.Ids.Add("j1");

        Assert.Equal([TokenCheck.Revocation], ChecksOf(await _stage.Verify(token)));
    }

    [Fact]
    public async Task A_remembered_token_ends_with_its_key()
    {
        var token = _stage.Token();
        Assert.True((await _stage.Verify(token)).IsGood);

        _stage.Keys.Current = new KeySet([.. TokenStage.AllKeys.Keys.Where(key => key.KeyId != "k-ES256")]);

        Assert.Equal([TokenCheck.Key], ChecksOf(await _stage.Verify(token)));
    }

    [Fact]
    public async Task A_remembered_token_ends_when_another_key_takes_the_name_of_its_own()
    {
        var token = _stage.Token();
        Assert.True((await _stage.Verify(token)).IsGood);

        _stage.Keys.Current = new KeySet([SigningKey.Create(JwsAlgorithm.ES256, "k-ES256").Verifier]);

        Assert.Equal([TokenCheck.Signature], ChecksOf(await _stage.Verify(token)));
    }

    [Fact]
    public async Task A_remembered_token_outlives_a_rotation_that_keeps_its_key()
    {
        var token = _stage.Token();
        var first = (await _stage.Verify(token)).Token;

        _stage.Keys.Current = new KeySet([.. TokenStage.AllKeys.Keys]);

        Assert.Same(first, (await _stage.Verify(token)).Token);
    }

    [Fact]
    public async Task Asks_the_issuer_for_a_key_that_is_not_known_and_takes_what_it_answers()
    {
        _stage.Keys.Current = KeySet.Empty;
        _stage.Keys.Answer = () => new(TokenStage.AllKeys, IsCurrent: true);

        Assert.True((await _stage.Verify(_stage.Token())).IsGood);
        Assert.Equal(1, _stage.Keys.Looks);
    }

    [Fact]
    public async Task Is_certain_of_a_wrong_signature_under_a_known_name_without_asking()
    {
        await _stage.Verify(_stage.Token()[..^4] + "AAAA");

        Assert.Equal(0, _stage.Keys.Looks);
    }

    [Fact]
    public async Task Can_not_judge_an_unknown_key_of_an_issuer_that_does_not_answer()
    {
        _stage.Keys.Current = KeySet.Empty;
        _stage.Keys.Answer = () => new(KeySet.Empty, IsCurrent: false, "timed out");

        var judgement = await _stage.Verify(_stage.Token());

        Assert.False(judgement.IsGood);
        Assert.Contains("timed out", judgement.Outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_in_while_revocations_can_not_be_read()
    {
        _stage.Revocations.IsReadable = false;

        var judgement = await _stage.Verify(_stage.Token());

        Assert.False(judgement.IsGood);
        Assert.NotNull(judgement.Outage);
    }

    [Theory]
    [InlineData("{}", TokenCheck.Binding)]
    [InlineData("{\"jkt\":\"K\"}", TokenCheck.Binding)]
    [InlineData("{\"jkt\":7}", TokenCheck.Binding)]
    [InlineData("{\"x5t#S256\":\"C\"}", TokenCheck.Binding)]
    [InlineData("{\"kid\":\"K\"}", TokenCheck.Binding)]
    [InlineData("7", TokenCheck.Binding)]
    [InlineData("null", TokenCheck.Binding)]
    public async Task A_bound_token_is_no_plain_one(string cnf, TokenCheck failed) =>
        Assert.Equal([failed], ChecksOf(await _stage.Verify(_stage.Token(claims => claims["cnf"] = JsonNode.Parse(cnf)))));

    [Theory]
    [InlineData("{\"jkt\":\"K\"}", "K", null, true)]
    [InlineData("{\"jkt\":\"K\"}", "L", null, false)]
    [InlineData("{\"x5t#S256\":\"C\"}", null, "C", true)]
    [InlineData("{\"x5t#S256\":\"C\"}", null, "D", false)]
    [InlineData("{\"x5t#S256\":\"C\"}", "K", "C", false)]
    [InlineData("{\"jkt\":\"K\",\"x5t#S256\":\"C\"}", "K", "C", true)]
    [InlineData("{\"jkt\":\"K\",\"x5t#S256\":\"C\"}", "K", null, false)]
    [InlineData(null, "K", null, false)]
    [InlineData(null, null, "C", true)]
    public async Task A_token_counts_for_whom_it_is_bound_to(string? cnf, string? key, string? certificate, bool isGood)
    {
        var token = _stage.Token(claims =>
        {
            if (cnf is not null)
                claims["cnf"] = JsonNode.Parse(cnf);
        });

        Assert.Equal(isGood, (await _stage.Verify(token, new(key, certificate))).IsGood);
    }

    [Theory]
    [InlineData("token_use", "id")] // Cognito
    [InlineData("typ", "ID")] // Keycloak
    [InlineData("typ", "Refresh")]
    [InlineData("typ", "Logout")]
    [InlineData("token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    public async Task A_token_that_says_to_be_no_access_token_is_none_whatever_its_header_says(string claim, string kind)
    {
        var stage = new BearerStage { Rules = _stage.Rules with { Types = ["JWT"] } };

        var judgement = await stage.Verify(stage.Token(claims => claims[claim] = kind, type: "JWT"));

        Assert.Equal([new TokenFailure(TokenCheck.Type, $"The {claim} is \"{kind}\": it is no access token.")], judgement.Failures);
    }

    [Theory]
    [InlineData("token_use", "access")]
    [InlineData("typ", "Bearer")]
    [InlineData("token_type", "urn:ietf:params:oauth:token-type:access_token")]
    public async Task An_access_token_may_say_what_it_is(string claim, string kind) => Assert.True((await _stage.Verify(_stage.Token(claims => claims[claim] = kind))).IsGood);

    [Theory]
    [InlineData("https://issuer.example.com/", "by a slash at the end")]
    [InlineData("https://Issuer.example.com", "by the case of letters")]
    [InlineData("http://issuer.example.com", "by http and https")]
    [InlineData("https://evil.example", "The iss is another")]
    [InlineData(null, "There is no iss")]
    public async Task Says_how_an_unknown_issuer_differs(string? issuer, string evidence)
    {
        var judgement = await _stage.Verify(_stage.Token(claims => claims["iss"] = issuer));

        Assert.Equal(TokenCheck.Issuer, judgement.Failures[0].Check);
        Assert.Contains(evidence, judgement.Failures[0].Evidence, StringComparison.Ordinal);
        Assert.Null(judgement.Token);
    }

    [Fact]
    public async Task Takes_of_each_issuer_what_its_own_rules_and_keys_take()
    {
        var other = new TrustedIssuer("https://b.example", new StageKeys(KeySet.Empty), new() { Audiences = ["b"] });
        var verifier = new TokenVerifier([new(BearerStage.Issuer, _stage.Keys, _stage.Rules), other], _stage.Revocations, _stage.Clock);

        // RFC 8725 §3.8: the keys that count are those of the issuer that the token names.
        var judgement = await verifier.VerifyAsync(_stage.Token(claims => (claims["iss"], claims["aud"]) = ("https://b.example", "b")), default, TestContext.Current.CancellationToken);

        Assert.Equal([TokenCheck.Key], ChecksOf(judgement));
    }

    [Fact]
    public async Task Bounds_what_it_remembers()
    {
        for (var i = 0; i < 40; i++)
            Assert.True((await _stage.Verify(_stage.Token(claims => claims["x"] = new string('x', 8000 + i), "HS256"))).IsGood);
        var cache = new VerifiedTokens(_stage.Clock, capacity: 100_000);
        var token = (await _stage.Verify(_stage.Token())).Token!;
        for (ulong i = 0; i < 2000; i++)
            cache.Remember(new(i / 2, 1 + (i / 2), 0, 0), (SignedToken)token, 4000);

        Assert.InRange(cache.Count, 15, 25);
    }

    [Fact]
    public async Task Bounds_what_it_remembers_of_long_headers_too()
    {
        var header = $$"""{"alg":"HS256","typ":"at+jwt","x5c":["{{new string('A', 7000)}}"]}""";
        var taken = 0;
        for (var i = 0; i < 1500; i++)
        {
            var token = TokenStage.Sign(TokenStage.Hs256, header, _stage.Claims(claims => claims["n"] = i).ToJsonString());
            taken += token.Length;
            Assert.True((await _stage.Verify(token)).IsGood);
        }

        Assert.InRange(_stage.Verifier.Remembered * (taken / 1500L), 1 << 20, 8 << 20);
    }

    [Fact]
    public async Task Tokens_that_come_once_alone_drive_out_no_other()
    {
        var token = (SignedToken)(await _stage.Verify(_stage.Token())).Token!;
        var cache = new VerifiedTokens(_stage.Clock, capacity: 100_000);
        for (ulong i = 0; i < 1000; i++)
            cache.Remember(new(i, 1 + i, 0, 0), token, 4000);
        var first = cache.Count;

        cache.Remember(new(5000, 1, 0, 0), token, 4000);
        Assert.Null(cache.Find(new(5000, 1, 0, 0)));
        cache.Remember(new(5000, 1, 0, 0), token, 4000);
        Assert.NotNull(cache.Find(new(5000, 1, 0, 0)));

        Assert.InRange(first, 10, 15);
        Assert.All(Enumerable.Range(0, first), i => Assert.NotNull(cache.Find(new((ulong)i, 1 + (ulong)i, 0, 0))));
    }

    [Fact]
    public void No_text_is_accepted_that_was_not_signed_and_none_throws()
    {
        var good = Enumerable.Range(0, 5).Select(i => _stage.Token(claims => claims["n"] = i, i % 2 == 0 ? "HS256" : "ES256")).ToArray();
        var mutated =
            from text in Gen.Elements(good)
            from at in Gen.Choose(0, text.Length - 1)
            from length in Gen.Choose(0, 3)
            from insert in Gen.Elements("", ".", "A", "=", "é", "\0", "eyJ", "{")
            select string.Concat(text.AsSpan(0, at), insert, text.AsSpan(Math.Min(text.Length, at + length)));

        Prop.ForAll(mutated.ToArbitrary(), text => Assert.True(!Verdict(text) || good.Contains(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Prop.ForAll<string>(text => Assert.False(Verdict(text ?? ""))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

        bool Verdict(string text) => _stage.Verify(text).AsTask().GetAwaiter().GetResult().IsGood;
    }

    private static IEnumerable<TokenCheck> ChecksOf(TokenJudgement judgement)
    {
        Assert.False(judgement.IsGood);
        return judgement.Failures.Select(failure => failure.Check);
    }
}
