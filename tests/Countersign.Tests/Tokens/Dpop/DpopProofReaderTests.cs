using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

public sealed class DpopProofReaderTests
{
    private static readonly string[] Asymmetric = [.. new DpopRules().Algorithms.Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Algorithms => [.. Asymmetric];

    [Theory, MemberData(nameof(Algorithms))]
    public void Proves_by_every_asymmetric_algorithm(string algorithm)
    {
        var key = TokenStage.Signers[algorithm];

        var reading = DpopStage.Read(DpopStage.Proof(key: key));

        Assert.Empty(reading.Failed);
        Assert.Empty(reading.Faults);
        Assert.Equal(key.Verifier.Thumbprint, reading.Proof!.Thumbprint);
    }

    [Fact]
    public void Takes_no_symmetric_algorithm_by_default() => Assert.DoesNotContain(Asymmetric, name => name.StartsWith("HS", StringComparison.Ordinal));

    [Fact]
    public void Judges_every_proof_of_a_known_key_anew()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(DpopStage.Read(DpopStage.Proof()).Proof);
            Assert.Equal([DpopCheck.Signature], DpopStage.Read(TokenStage.Sign(TokenStage.Es256, DpopStage.Header().ToJsonString(), DpopStage.Claims().ToJsonString())).Failed);
        }
    }

    [Fact]
    public void Tells_all_that_fails_in_the_order_of_the_checks()
    {
        var header = DpopStage.Header();
        header["typ"] = "JWT";
        var claims = DpopStage.Claims();
        (claims["iat"], claims["htm"], claims["htu"], claims["ath"], claims["jti"]) = (1, "PUT", "https://api.example.com/", "x", "");

        var reading = DpopStage.Read(TokenStage.Sign(TokenStage.Es256, header.ToJsonString(), claims.ToJsonString()));

        Assert.Null(reading.Proof);
        Assert.Equal(
            [DpopCheck.Type, DpopCheck.Signature, DpopCheck.Claims, DpopCheck.Method, DpopCheck.Uri, DpopCheck.AccessTokenHash, DpopCheck.Time],
            reading.Failed);
        Assert.Equal(TokenFaultKind.SignatureWrong, Assert.Single(reading.Faults).Kind);
    }

    [Theory]
    [InlineData("", TokenFaultKind.TokenEmpty)]
    [InlineData("x", TokenFaultKind.TokenPartsWrong)]
    [InlineData("e30.e30.e30, e30.e30.e30", TokenFaultKind.TokenEncrypted)]
    [InlineData("{}", TokenFaultKind.TokenInJson)]
    [InlineData("e30.e30.!", TokenFaultKind.Base64UrlForeignCharacter)]
    public void Text_that_is_no_token_fails_by_its_form(string text, TokenFaultKind fault)
    {
        var reading = DpopStage.Read(text);

        Assert.Equal(DpopCheck.Form, reading.Failed[0]);
        Assert.Equal(fault, reading.Faults[0].Kind);
    }

    [Fact]
    public void Nothing_too_long_is_read()
    {
        Assert.Equal([DpopCheck.Form], DpopStage.Read(DpopStage.Proof(claims => claims["x"] = new string('x', 3000))).Failed);
        Assert.NotNull(DpopStage.Read(DpopStage.Proof(claims => claims["x"] = new string('x', 2000))).Proof);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"jti\":\"a\",\"jti\":\"b\"}")]
    [InlineData("x")]
    public void A_payload_that_is_no_sound_object_fails_by_its_form(string payload) =>
        Assert.Equal([DpopCheck.Form], DpopStage.Read(TokenStage.Sign(DpopStage.Key, DpopStage.Header().ToJsonString(), payload)).Failed);

    [Theory]
    [InlineData("dpop+jwt", true)]
    [InlineData("application/dpop+jwt", true)]
    [InlineData("APPLICATION/DPOP+JWT", true)]
    [InlineData("application/x/dpop+jwt", false)]
    [InlineData("dpop", false)]
    [InlineData("at+jwt", false)]
    public void The_type_is_the_media_type_of_proofs(string type, bool holds)
    {
        var header = DpopStage.Header();
        header["typ"] = type;

        Assert.Equal(holds ? [] : [DpopCheck.Type], DpopStage.Read(DpopStage.Proof(header)).Failed);
    }

    [Fact]
    public void Only_allowed_algorithms_are_taken()
    {
        var reader = new DpopProofReader(new() { Algorithms = [JwsAlgorithm.ES256] });

        var reading = reader.Read(DpopStage.Proof(key: TokenStage.Rs256), DpopStage.Request, DpopStage.AccessToken, DpopStage.Now);

        Assert.Equal([DpopCheck.Algorithm], reading.Failed);
        Assert.Equal(TokenFaultKind.AlgorithmNotAllowed, Assert.Single(reading.Faults).Kind);
    }

    [Theory]
    [InlineData("\"x\"", TokenFaultKind.JsonNotAnObject)]
    [InlineData("null", TokenFaultKind.JsonNotAnObject)]
    [InlineData("{}", TokenFaultKind.MemberMissing)]
    [InlineData("{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", TokenFaultKind.PrivateKeyPublished)]
    [InlineData("{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}", TokenFaultKind.CurveUnknown)]
    public void The_key_is_sound_and_public(string jwk, TokenFaultKind fault)
    {
        var header = DpopStage.Header();
        header["jwk"] = JsonNode.Parse(jwk);

        var reading = DpopStage.Read(DpopStage.Proof(header));

        Assert.Equal([DpopCheck.Key], reading.Failed);
        Assert.Equal(fault, Assert.Single(reading.Faults).Kind);
    }

    [Fact]
    public void The_key_is_for_the_algorithm()
    {
        var header = DpopStage.Header();
        header["jwk"] = DpopStage.Header(TokenStage.Rs256)["jwk"]!.DeepClone();

        var reading = DpopStage.Read(DpopStage.Proof(header));

        Assert.Equal([DpopCheck.Key], reading.Failed);
        Assert.Equal(TokenFaultKind.AlgorithmNotForKey, Assert.Single(reading.Faults).Kind);
    }

    [Fact]
    public void A_key_that_is_dear_to_verify_with_is_not_asked()
    {
        var key = SigningKey.Create(JwsAlgorithm.RS256, rsaBits: 5120);

        Assert.Contains(DpopCheck.Form, DpopStage.Read(DpopStage.Proof(key: key)).Failed);
    }

    [Theory]
    [InlineData("jti", "null")]
    [InlineData("jti", "7")]
    [InlineData("jti", "[\"a\"]")]
    [InlineData("jti", "\"\"")]
    [InlineData("htm", "{}")]
    [InlineData("htu", "null")]
    [InlineData("iat", "\"1700000000\"")]
    [InlineData("iat", "1e40")]
    [InlineData("nonce", "1")]
    [InlineData("nonce", "null")]
    public void Claims_are_of_their_types(string name, string value) =>
        Assert.Equal([DpopCheck.Claims], DpopStage.Read(DpopStage.Proof(claims => claims[name] = JsonNode.Parse(value))).Failed);

    [Theory]
    [InlineData("jti"), InlineData("htm"), InlineData("htu"), InlineData("iat")]
    public void Claims_that_are_missing_are_missed(string name) =>
        Assert.Equal([DpopCheck.Claims], DpopStage.Read(DpopStage.Proof(claims => claims.Remove(name))).Failed);

    [Fact]
    public void An_id_has_a_longest_length()
    {
        Assert.NotNull(DpopStage.Read(DpopStage.Proof(claims => claims["jti"] = new string('j', DpopProofReader.MaxIdLength))).Proof);
        Assert.Equal([DpopCheck.Claims], DpopStage.Read(DpopStage.Proof(claims => claims["jti"] = new string('j', DpopProofReader.MaxIdLength + 1))).Failed);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[\"t7eDZRZDfsbNP0SGHprUKme8ngAfi9RkjYFuiUpY3E4\"]")]
    [InlineData("\"T7EDZRZDFSBNP0SGHPRUKME8NGAFI9RKJYFUIUPY3E4\"")]
    public void The_hash_is_the_one_of_the_access_token(string hash) =>
        Assert.Equal([DpopCheck.AccessTokenHash], DpopStage.Read(DpopStage.Proof(claims => claims["ath"] = JsonNode.Parse(hash))).Failed);

    [Fact]
    public void Without_an_access_token_no_hash_is_asked_for()
    {
        Assert.NotNull(DpopStage.Reader.Read(DpopStage.Proof(claims => claims.Remove("ath")), DpopStage.Request, null, DpopStage.Now).Proof);
        Assert.NotNull(DpopStage.Reader.Read(DpopStage.Proof(), DpopStage.Request, null, DpopStage.Now).Proof);
    }

    [Fact]
    public void Escapes_in_claims_change_nothing()
    {
        var claims = DpopStage.Claims().ToJsonString()
            .Replace("\"htm\":\"GET\"", "\"\\u0068tm\":\"\\u0047ET\"", StringComparison.Ordinal)
            .Replace("https:", "\\u0068ttps:", StringComparison.Ordinal);

        Assert.NotNull(DpopStage.Read(TokenStage.Sign(DpopStage.Key, DpopStage.Header().ToJsonString(), claims)).Proof);
    }

    [Theory]
    [InlineData("1699999940.0000001", true)]
    [InlineData("1699999940", false)]
    [InlineData("1700000010", true)]
    [InlineData("1700000010.0000001", false)]
    [InlineData("-1", false)]
    [InlineData("253402300799", false)]
    [InlineData("253402300800", false)]
    [InlineData("-1e19", false)]
    public void A_proof_counts_from_the_leeway_before_to_the_window_after_it_was_made(string made, bool counts) =>
        Assert.Equal(counts ? [] : [DpopCheck.Time], DpopStage.Read(DpopStage.Proof(claims => claims["iat"] = JsonNode.Parse(made))).Failed);

    [Fact]
    public void Window_and_leeway_are_by_the_rules()
    {
        var reader = new DpopProofReader(new() { Window = TimeSpan.FromSeconds(5), FutureLeeway = TimeSpan.Zero });
        var proof = DpopStage.Proof();

        Assert.Equal(DpopStage.Now.AddSeconds(5), reader.Read(proof, DpopStage.Request, DpopStage.AccessToken, DpopStage.Now).Proof!.ExpiresAt);
        Assert.Null(reader.Read(proof, DpopStage.Request, DpopStage.AccessToken, DpopStage.Now.AddSeconds(5)).Proof);
        Assert.Null(reader.Read(proof, DpopStage.Request, DpopStage.AccessToken, DpopStage.Now.AddTicks(-1)).Proof);
    }

    [Theory]
    [InlineData("1700000000", null)]
    [InlineData("0", null)]
    [InlineData("1699996400.5", null)]
    [InlineData("253402300799", null)]
    [InlineData("253402300800", DpopCheck.Time)]
    [InlineData("-1e19", DpopCheck.Time)]
    [InlineData("\"1700000000\"", DpopCheck.Claims)]
    [InlineData("null", DpopCheck.Claims)]
    public void Where_nonces_tell_the_time_iat_is_any_that_a_calendar_has(string made, DpopCheck? failed)
    {
        var reader = new DpopProofReader(new() { TimedByNonce = true });

        var reading = reader.Read(DpopStage.Proof(claims => claims["iat"] = JsonNode.Parse(made)), DpopStage.Request, DpopStage.AccessToken, DpopStage.Now);

        Assert.Equal(failed is { } check ? [check] : [], reading.Failed);
        Assert.Null(reading.Proof?.ExpiresAt);
        Assert.Equal(failed is null, reading.Proof is not null);
    }

    [Fact]
    public void Rules_that_can_not_be_kept_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DpopProofReader(new() { Algorithms = [] }));
        Assert.Throws<ArgumentException>(() => new DpopProofReader(new() { Algorithms = [JwsAlgorithm.ES256, JwsAlgorithm.HS256] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DpopProofReader(new() { Window = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DpopProofReader(new() { FutureLeeway = TimeSpan.FromSeconds(-1) }));
    }

    [Fact]
    public void A_key_in_the_header_is_still_nothing_to_anybody_else()
    {
        var reading = JwsReader.Read(DpopStage.Proof());

        Assert.Equal(TokenFaultKind.KeyInHeader, Assert.Single(reading.Faults).Kind);
        Assert.False(TokenStage.AllKeys.Verify(reading.Token!, JwsAlgorithm.All).IsGood);
    }

    [Fact]
    public void The_key_is_taken_as_it_was_written()
    {
        var header = Encoding.UTF8.GetBytes("{ \"x\": {\"jwk\":1}, \"jwk\" : {\"kty\":\"EC\" } , \"alg\":\"ES256\"}");

        Assert.Equal("{\"kty\":\"EC\" }", Encoding.UTF8.GetString(JwsReader.Read(TokenStage.Sign(DpopStage.Key, header, "{}"u8)).Header!.EmbeddedKey()));
    }
}
