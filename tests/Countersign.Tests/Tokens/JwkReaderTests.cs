using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class JwkReaderTests
{
    private const string P256 = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    private const string Edwards = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static readonly string Rsa = JwkWriter.Write(new(TokenStage.Rs256.Verifier.Material, null, JwsAlgorithm.All));
    private static readonly string RsaPrivate = JwkWriter.WritePrivate(TokenStage.Rs256).Reveal();

    public static TheoryData<string, string, TokenFaultKind, string> Broken => new()
    {
        { P256, "{\"kty\":null}", TokenFaultKind.MemberMissing, "kty" },
        { P256, "{\"kty\":7}", TokenFaultKind.MemberTypeWrong, "kty" },
        { P256, "{\"kty\":\"ec\"}", TokenFaultKind.KeyTypeUnknown, "ec" },
        { P256, "{\"kty\":\"AKP\"}", TokenFaultKind.KeyTypeUnknown, "AKP" },
        { P256, "{\"kid\":7}", TokenFaultKind.MemberTypeWrong, "kid" },
        { P256, "{\"alg\":\"ECDH-ES\"}", TokenFaultKind.AlgorithmUnknown, "ECDH-ES" },
        { P256, "{\"alg\":\"none\"}", TokenFaultKind.AlgorithmUnknown, "none" },
        { P256, "{\"alg\":\"ES384\"}", TokenFaultKind.KeyAlgorithmWrong, "ES384" },
        { P256, "{\"alg\":\"RS256\"}", TokenFaultKind.KeyAlgorithmWrong, "RS256" },
        { P256, "{\"alg\":\"HS256\"}", TokenFaultKind.KeyAlgorithmWrong, "HS256" },
        { P256, "{\"use\":\"enc\"}", TokenFaultKind.KeyNotForSignatures, "use" },
        { P256, "{\"use\":[\"sig\"]}", TokenFaultKind.MemberTypeWrong, "use" },
        { P256, "{\"key_ops\":[\"encrypt\"]}", TokenFaultKind.KeyNotForSignatures, "key_ops" },
        { P256, "{\"key_ops\":[\"sign\"]}", TokenFaultKind.KeyNotForSignatures, "key_ops" },
        { P256, "{\"use\":\"sig\",\"key_ops\":[]}", TokenFaultKind.KeyNotForSignatures, "key_ops" },
        { P256, "{\"key_ops\":\"verify\"}", TokenFaultKind.MemberTypeWrong, "key_ops" },
        { P256, "{\"key_ops\":[\"verify\",1]}", TokenFaultKind.MemberTypeWrong, "key_ops" },
        { P256, "{\"crv\":null}", TokenFaultKind.MemberMissing, "crv" },
        { P256, "{\"crv\":\"secp256k1\"}", TokenFaultKind.CurveUnknown, "secp256k1" },
        { P256, "{\"crv\":\"P-384\"}", TokenFaultKind.MemberValueWrong, "x" },
        { P256, "{\"x\":null}", TokenFaultKind.MemberMissing, "x" },
        { P256, "{\"x\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}", TokenFaultKind.PointNotOnCurve, "P-256" },
        { P256, "{\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", TokenFaultKind.PointNotOnCurve, "P-256" },
        { P256, "{\"x\":\"AH_NzidwXsRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRF\"}", TokenFaultKind.MemberValueWrong, "x" },
        { P256, "{\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0=\"}", TokenFaultKind.MemberValueWrong, "y" },
        { P256, "{\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}", TokenFaultKind.PrivateKeyPublished, "d" },
        { Edwards, "{\"crv\":\"Ed448\"}", TokenFaultKind.CurveUnknown, "Ed448" },
        { Edwards, "{\"crv\":\"X25519\"}", TokenFaultKind.CurveUnknown, "X25519" },
        { Edwards, "{\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ\"}", TokenFaultKind.MemberValueWrong, "x" },
        { Edwards, "{\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}", TokenFaultKind.PrivateKeyPublished, "d" },
        { Edwards, "{\"alg\":\"ES256\"}", TokenFaultKind.KeyAlgorithmWrong, "ES256" },
        { Rsa, "{\"n\":null}", TokenFaultKind.MemberMissing, "n" },
        { Rsa, "{\"n\":\"\"}", TokenFaultKind.MemberValueWrong, "n" },
        { Rsa, "{\"e\":[1]}", TokenFaultKind.MemberTypeWrong, "e" },
        { Rsa, "{\"e\":\"AQ\"}", TokenFaultKind.ExponentUnsound, "e" },
        { Rsa, "{\"e\":\"Ag\"}", TokenFaultKind.ExponentUnsound, "e" },
        { Rsa, "{\"e\":\"AAEAAQ\"}", TokenFaultKind.MemberValueWrong, "e" },
        { Rsa, "{\"e\":\"AQAAAAE\"}", TokenFaultKind.ExponentUnsound, "e" },
        { Rsa, "{\"d\":\"AQAB\"}", TokenFaultKind.PrivateKeyPublished, "d" },
        { Rsa, "{\"oth\":[]}", TokenFaultKind.PrivateKeyPublished, "oth" },
        { Rsa, "{\"alg\":\"ES256\"}", TokenFaultKind.KeyAlgorithmWrong, "ES256" },
        { Rsa, "{\"alg\":\"HS256\"}", TokenFaultKind.KeyAlgorithmWrong, "HS256" },
        { Rsa, "{\"alg\":\"RSA-OAEP-256\"}", TokenFaultKind.AlgorithmUnknown, "RSA-OAEP-256" },
        { "{\"kty\":\"oct\"}", "{\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T\"}", TokenFaultKind.PrivateKeyPublished, "k" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Leaves_out_a_published_key_and_says_why(string jwk, string change, TokenFaultKind kind, string name)
    {
        var json = $"{{\"keys\":[{P256},{Changed(jwk, change)}]}}";

        var reading = JwkReader.ReadSet(Encoding.UTF8.GetBytes(json), KeyOrigin.Published);

        Assert.True(reading.IsValid);
        Assert.Single(reading.Keys.Keys);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((1, kind, TokenPart.Key, name), (fault.Index, fault.Fault.Kind, fault.Fault.Part, fault.Fault.Name));
    }

    [Theory]
    [InlineData("{}", TokenFaultKind.MemberMissing)]
    [InlineData("{\"keys\":{}}", TokenFaultKind.MemberTypeWrong)]
    [InlineData("[]", TokenFaultKind.JsonNotAnObject)]
    [InlineData("{\"keys\":[],\"keys\":[]}", TokenFaultKind.JsonDuplicateMember)]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"kty\":\"EC\"}]}", TokenFaultKind.JsonDuplicateMember)]
    [InlineData("<html>", TokenFaultKind.JsonMalformed)]
    public void Names_what_makes_a_text_no_set(string json, TokenFaultKind kind)
    {
        var reading = JwkReader.ReadSet(Encoding.UTF8.GetBytes(json), KeyOrigin.Published);

        Assert.False(reading.IsValid);
        Assert.Empty(reading.Keys.Keys);
        Assert.Equal((-1, kind), (Assert.Single(reading.Faults).Index, reading.Faults[0].Fault.Kind));
    }

    [Fact]
    public void Reads_an_empty_set_and_ignores_what_it_does_not_know()
    {
        Assert.True(JwkReader.ReadSet("{\"keys\":[]}"u8, KeyOrigin.Published) is { IsValid: true, Faults.IsEmpty: true });
        var key = JwkReader.ReadKey(Encoding.UTF8.GetBytes(Changed(P256, "{\"x5c\":[\"MIIB\"],\"x5u\":\"https://a.example\",\"nbf\":1,\"use\":\"sig\",\"key_ops\":[\"verify\"]}")), KeyOrigin.Published, out _);
        Assert.Equal("ES256", Assert.Single(key!.Algorithms).Name);
    }

    [Fact]
    public void A_member_of_a_set_that_is_no_object_is_one_fault() =>
        Assert.Equal([TokenFaultKind.JsonNotAnObject, TokenFaultKind.JsonNotAnObject], JwkReader.ReadSet("{\"keys\":[null,[]]}"u8, KeyOrigin.Published).Faults.Select(each => each.Fault.Kind));

    [Fact]
    public void Reads_so_many_keys_and_no_more()
    {
        var json = $"{{\"keys\":[{string.Join(',', Enumerable.Repeat(P256, JwkReader.MaxKeys + 1))}]}}";

        var reading = JwkReader.ReadSet(Encoding.UTF8.GetBytes(json), KeyOrigin.Published);

        Assert.Equal(JwkReader.MaxKeys, reading.Keys.Keys.Length);
        Assert.Equal(TokenFaultKind.KeySetTooLarge, Assert.Single(reading.Faults).Fault.Kind);
    }

    [Fact]
    public void Binds_a_key_to_what_it_is_for()
    {
        Assert.Equal(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], AlgorithmsOf(Rsa));
        Assert.Equal(["PS384"], AlgorithmsOf(Changed(Rsa, "{\"alg\":\"PS384\"}")));
        Assert.Equal(["ES256"], AlgorithmsOf(P256));
        Assert.Equal(["EdDSA", "Ed25519"], AlgorithmsOf(Edwards));
        Assert.Equal(["HS256"], AlgorithmsOf(Secret(32)));
        Assert.Equal(["HS256", "HS384"], AlgorithmsOf(Secret(63)));
        Assert.Equal(["HS256", "HS384", "HS512"], AlgorithmsOf(Secret(64)));

        static IEnumerable<string> AlgorithmsOf(string jwk) => JwkReader.ReadKey(Encoding.UTF8.GetBytes(jwk), KeyOrigin.Own, out _)!.Algorithms.Select(each => each.Name);
    }

    [Fact]
    public void Takes_no_weak_secret()
    {
        Assert.Equal(TokenFaultKind.KeyTooShort, FaultOf(Secret(31)));
        Assert.Equal(TokenFaultKind.KeyTooShort, FaultOf(Changed(Secret(63), "{\"alg\":\"HS512\"}")));
        Assert.Equal(TokenFaultKind.KeyTooLong, FaultOf(Secret(1025)));
        Assert.Equal(TokenFaultKind.MemberMissing, FaultOf("{\"kty\":\"oct\"}"));
    }

    [Theory]
    [InlineData(2047, TokenFaultKind.KeyTooShort)]
    [InlineData(1024, TokenFaultKind.KeyTooShort)]
    [InlineData(8200, TokenFaultKind.KeyTooLong)]
    public void Takes_no_RSA_key_of_another_length(int bits, TokenFaultKind kind)
    {
        var modulus = (BigInteger.One << (bits - 1)) + 1;
        Assert.Equal(kind, FaultOf(Changed(Rsa, $"{{\"n\":\"{Number(modulus)}\"}}")));
    }

    [Fact]
    public void Takes_no_RSA_key_of_the_generator_whose_keys_can_be_factored()
    {
        // Two primes k M + 65537^a mod M, with M the product of the first 126 primes, as the generator of CVE-2017-15361 makes them.
        const string Modulus =
            "otBMs0kdlSNg7T-zR-i9IxwQBuNuaeWu3DwdCUKnDWrzG70DzS_y43cg0XmTmp8f3-W_R2aKoIfAhFmlA0dBPZVS6aF80RlmRtUg-kIeM4beDGa_xvcO2bLd_oSKptP19rWkmzF8h8Q4x9ABl_i9vCHE" +
            "jRQBQdBwrHffqr694k4BixLXAYBiUb55_iXED3WDx2V5Dz3dhfWd2qryABOAe9M9l_Fcg13f5E08aj5LHZJhs9PyBNmAxib3V4BfmMi9Wtcwfsqj_y2eHZZHk1r1eTbca6ao09dHX8yEWHHFn1S5jtZR" +
            "owC-j691poo4_3JmEJIdsbiDiIhr7xo-k2l3bw";

        Assert.Equal(TokenFaultKind.KeyFactorable, FaultOf(Changed(Rsa, $"{{\"n\":\"{Modulus}\"}}")));
    }

    [Fact]
    public void Takes_no_secret_among_public_keys()
    {
        var mixed = JwkReader.ReadSet(Encoding.UTF8.GetBytes($"{{\"keys\":[{Secret(32)},{P256}]}}"), KeyOrigin.Own);
        var secrets = JwkReader.ReadSet(Encoding.UTF8.GetBytes($"{{\"keys\":[{Secret(32)},{Secret(64)}]}}"), KeyOrigin.Own);

        Assert.Equal("EC", Assert.Single(mixed.Keys.Keys).KeyType);
        Assert.Equal((0, TokenFaultKind.SecretAmongPublicKeys), (Assert.Single(mixed.Faults).Index, mixed.Faults[0].Fault.Kind));
        Assert.Equal(2, secrets.Keys.Keys.Length);
        Assert.Empty(secrets.Faults);
    }

    [Fact]
    public void Takes_no_even_modulus() => Assert.Equal(TokenFaultKind.MemberValueWrong, FaultOf(Changed(Rsa, $"{{\"n\":\"{Number(BigInteger.One << 2047)}\"}}")));

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]   // order 4
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]   // the neutral point
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]   // order 2
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]   // order 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]   // order 8
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]   // p, another text of zero
    [InlineData("f5ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]   // above p
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void Takes_no_Ed25519_key_under_which_anybody_can_sign(string hex)
    {
        foreach (var sign in (byte[])[0, 0x80])
        {
            var octets = Convert.FromHexString(hex);
            octets[^1] |= sign;
            Assert.Equal(TokenFaultKind.PointNotOnCurve, FaultOf(Changed(Edwards, $"{{\"x\":\"{System.Buffers.Text.Base64Url.EncodeToString(octets)}\"}}")));
        }
    }

    [Fact]
    public void Takes_every_Ed25519_key_that_is_made() =>
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Null(FaultOf(JwkWriter.Write(SigningKey.Create(JwsAlgorithm.EdDsa).Verifier))));

    [Fact]
    public void Takes_every_point_that_is_made() => Assert.All(
        from name in (string[])["ES256", "ES384", "ES512"]
        from _ in Enumerable.Range(0, 10)
        select name,
        name => Assert.Null(FaultOf(JwkWriter.Write(SigningKey.Create(JwsAlgorithm.Find(name)!).Verifier))));

    [Theory]
    [InlineData("{\"d\":null}", TokenFaultKind.MemberMissing)]
    [InlineData("{\"p\":null}", TokenFaultKind.MemberMissing)]
    [InlineData("{\"d\":\"AQAB\"}", TokenFaultKind.PrivateKeyMismatch)]
    [InlineData("{\"oth\":[]}", TokenFaultKind.KeyNotSupportedHere)]
    [InlineData("{\"key_ops\":[\"verify\"]}", TokenFaultKind.KeyNotForSignatures)]
    [InlineData("{\"alg\":null}", TokenFaultKind.MemberMissing)]
    public void Signs_with_no_key_that_is_not_whole(string change, TokenFaultKind kind)
    {
        Assert.Null(JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(Changed(RsaPrivate, change)), null, out var fault));
        Assert.Equal(kind, fault?.Kind);
    }

    [Theory]
    [InlineData("ES256"), InlineData("EdDSA")]
    public void Signs_with_no_two_halves_of_different_keys(string algorithm)
    {
        var (one, other) = (Private(), Private());
        var mixed = Changed(one, $"{{\"d\":\"{JsonNode.Parse(other)!["d"]}\"}}");

        Assert.Null(JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(mixed), null, out var fault));
        Assert.Equal(TokenFaultKind.PrivateKeyMismatch, fault?.Kind);

        string Private() => JwkWriter.WritePrivate(SigningKey.Create(JwsAlgorithm.Find(algorithm)!)).Reveal();
    }

    [Fact]
    public void An_own_private_key_verifies_by_its_public_half()
    {
        var key = JwkReader.ReadKey(Encoding.UTF8.GetBytes(Changed(RsaPrivate, "{\"key_ops\":[\"sign\"]}")), KeyOrigin.Own, out _);

        Assert.Null(key!.Check(JwsReader.Read(JwsWriter.Write(TokenStage.Rs256, "{}"u8)).Token!));
        Assert.Null(JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(RsaPrivate), JwsAlgorithm.PS256, out var fault));
        Assert.Equal(TokenFaultKind.AlgorithmNotForKey, fault?.Kind);
    }

    private static TokenFaultKind? FaultOf(string jwk) => JwkReader.ReadKey(Encoding.UTF8.GetBytes(jwk), KeyOrigin.Own, out var fault) is null ? fault!.Value.Kind : null;

    private static string Secret(int length) => $"{{\"kty\":\"oct\",\"k\":\"{System.Buffers.Text.Base64Url.EncodeToString(new byte[length])}\"}}";

    private static string Number(BigInteger number) => System.Buffers.Text.Base64Url.EncodeToString(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    // Members that are null in the change are taken out.
    private static string Changed(string jwk, string change)
    {
        var json = JsonNode.Parse(jwk)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            json.Remove(name);
            if (value is not null)
                json[name] = value.DeepClone();
        }

        return json.ToJsonString();
    }
}
