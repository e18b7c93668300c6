using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class PemKeyReaderTests
{
    // RFC 8410 §10.1
    private const string Edwards = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    [Fact]
    public void Reads_public_keys_of_every_kind_and_skips_what_is_written_between_them()
    {
        var reading = Read($"An RSA key:\n{Rsa.ExportSubjectPublicKeyInfoPem()}\n\n# and others\r\n{P384.ExportSubjectPublicKeyInfoPem()}\n{Edwards}");

        Assert.True(reading.IsValid);
        Assert.Empty(reading.Faults);
        Assert.Equal(["RSA", "EC", "OKP"], reading.Keys.Keys.Select(key => key.KeyType));
        Assert.Equal("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE", JwkWriter.Write(reading.Keys.Keys[2]).Split("\"x\":\"")[1].Split('"')[0]);
        Assert.All(reading.Keys.Keys, key => Assert.Null(key.KeyId));
        Assert.Equal("named", Assert.Single(PemKeyReader.Read(Encoding.ASCII.GetBytes(Edwards), "named").Keys.Keys).KeyId);
    }

    [Fact]
    public void Reads_keys_that_verify()
    {
        var key = Assert.Single(Read(P384.ExportSubjectPublicKeyInfoPem()).Keys.Keys);
        var input = "eyJhbGciOiJFUzM4NCJ9.e30";
        var signature = P384.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        Assert.Null(key.Check(JwsReader.Read($"{input}.{Base64Url.EncodeToString(signature)}").Token!));
    }

    [Theory] // RFC 7515 §4.1.4: kid is a hint, and PEM has no place for it
    [InlineData(null, null, null)]
    [InlineData("any", null, null)]
    [InlineData("named", "named", null)]
    [InlineData("any", "named", TokenFaultKind.KeyUnknown)]
    public void Keys_without_a_name_are_tried_for_whatever_a_token_calls_its_own(string? kid, string? given, TokenFaultKind? fault)
    {
        var keys = PemKeyReader.Read(Encoding.ASCII.GetBytes($"{Edwards}{P384.ExportSubjectPublicKeyInfoPem()}"), given).Keys;
        var header = kid is null ? """{"alg":"ES384"}""" : $$"""{"alg":"ES384","kid":"{{kid}}"}""";
        var input = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header)) + ".e30";

        Assert.Equal(fault, FaultOf(P384));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Equal(fault ?? TokenFaultKind.SignatureWrong, FaultOf(other));

        TokenFaultKind? FaultOf(ECDsa signer)
        {
            var signature = signer.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return keys.Verify(JwsReader.Read($"{input}.{Base64Url.EncodeToString(signature)}").Token!, [JwsAlgorithm.Find("ES384")!]).Fault?.Kind;
        }
    }

    [Fact]
    public void Reads_the_key_of_a_certificate()
    {
        using var authority = new TestAuthority();

        var key = Assert.Single(Read(authority.Pem).Keys.Keys);

        Assert.Equal("P-256", key.Curve);
    }

    [Fact]
    public void Says_what_is_wrong_with_each_block_and_takes_the_others()
    {
        using var weak = RSA.Create(1024);
        using var odd = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var reading = Read(string.Join('\n',
            P384.ExportPkcs8PrivateKeyPem(), P384.ExportECPrivateKeyPem(), Rsa.ExportRSAPublicKeyPem(), weak.ExportSubjectPublicKeyInfoPem(), odd.ExportSubjectPublicKeyInfoPem(),
            "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----\nMCow\n-----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----", Edwards, "-----BEGIN PUBLIC KEY-----\nMCow"));

        Assert.Single(reading.Keys.Keys);
        Assert.Equal(
            [
                TokenFaultKind.PrivateKeyPublished, TokenFaultKind.PrivateKeyPublished, TokenFaultKind.PemLabelUnknown, TokenFaultKind.KeyTooShort, TokenFaultKind.CurveUnknown,
                TokenFaultKind.PemMalformed, TokenFaultKind.PemMalformed, TokenFaultKind.KeyTypeUnknown, TokenFaultKind.PemMalformed, TokenFaultKind.PemMalformed,
            ],
            reading.Faults.Select(fault => fault.Fault.Kind));
    }

    [Fact]
    public void Takes_the_others_beside_a_key_on_a_curve_that_this_system_lacks()
    {
        const string Unheard = "-----BEGIN PUBLIC KEY-----\nMBowDgYHKoZIzj0CAQYDKgMEAwgABAECAwQFBg==\n-----END PUBLIC KEY-----\n";

        var reading = Read(Unheard + Edwards);

        Assert.Single(reading.Keys.Keys);
        Assert.Equal(TokenFaultKind.KeyNotSupportedHere, Assert.Single(reading.Faults).Fault.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    public void A_text_without_a_block_is_not_valid(string text) => Assert.False(Read(text).IsValid);

    [Fact]
    public void Reads_no_more_than_of_a_set()
    {
        Assert.False(Read(new string('x', JwkReader.MaxLength + 1)).IsValid);
        var reading = Read(string.Concat(Enumerable.Repeat(Edwards, JwkReader.MaxKeys + 1)));
        Assert.Equal(JwkReader.MaxKeys, reading.Keys.Keys.Length);
        Assert.Equal(TokenFaultKind.KeySetTooLarge, Assert.Single(reading.Faults).Fault.Kind);
    }

    private static JwkSetReading Read(string text) => PemKeyReader.Read(Encoding.ASCII.GetBytes(text));
}
