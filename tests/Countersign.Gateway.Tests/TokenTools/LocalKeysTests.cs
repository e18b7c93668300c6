using System.Security.Cryptography;
using System.Text;
using Countersign.Gateway.TokenTools;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.TokenTools;

public sealed class LocalKeysTests
{
    private static readonly SigningKey Key = SigningKey.Create(JwsAlgorithm.ES256);

    [Fact]
    public void A_private_key_gives_its_public_half_alone()
    {
        var key = Assert.Single(LocalKeys.ReadPublic(Octets(JwkWriter.WritePrivate(Key).Reveal()), "test", null, out var problems));

        Assert.Empty(problems);
        Assert.Equal(Key.Verifier.Thumbprint, key.Key.Thumbprint);
        Assert.Equal(Key.Verifier.Thumbprint, key.Jwk["kid"]!.GetValue<string>());
        Assert.Null(key.Jwk["d"]);
    }

    [Fact]
    public void Private_keys_of_OpenSSL_give_their_public_half_as_well()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);

        var keys = LocalKeys.ReadPublic(Octets($"{ecdsa.ExportPkcs8PrivateKeyPem()}\n{ecdsa.ExportECPrivateKeyPem()}\n{rsa.ExportRSAPrivateKeyPem()}\n{rsa.ExportSubjectPublicKeyInfoPem()}\n"), "test", null, out var problems);

        Assert.Empty(problems);
        Assert.Equal(["EC", "EC", "RSA", "RSA"], keys.Select(key => key.Key.KeyType));
        Assert.All(keys, key => Assert.Null(key.Jwk["d"]));
    }

    [Fact]
    public void A_secret_has_no_public_half()
    {
        var secret = JwkWriter.WritePrivate(SigningKey.Create(JwsAlgorithm.HS256)).Reveal();

        Assert.Empty(LocalKeys.ReadPublic(Octets(secret), "test", null, out var problems));
        Assert.Equal("test: a secret (oct) has no public half", Assert.Single(problems));
    }

    [Fact]
    public void A_signer_may_be_given_another_name()
    {
        var signer = LocalKeys.ReadSigner(Octets(JwkWriter.WritePrivate(Key).Reveal()), null, "mine", out var problem);

        Assert.Null(problem);
        Assert.Equal(("mine", Key.Verifier.Thumbprint), (signer!.KeyId, signer.Verifier.Thumbprint));
    }

    public static TheoryData<string, JwsAlgorithm?> PrivatePems()
    {
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        return new()
        {
            { rsa.ExportPkcs8PrivateKeyPem(), JwsAlgorithm.PS256 },
            { rsa.ExportRSAPrivateKeyPem(), JwsAlgorithm.RS256 },
            { p256.ExportPkcs8PrivateKeyPem(), null },
            { p521.ExportECPrivateKeyPem(), null },
            { $"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{p256.ExportECPrivateKeyPem()}\n", JwsAlgorithm.ES256 },
        };
    }

    [Theory]
    [MemberData(nameof(PrivatePems), DisableDiscoveryEnumeration = true)]
    public void A_private_key_in_PEM_signs_under_its_thumbprint(string pem, JwsAlgorithm? algorithm)
    {
        var signer = LocalKeys.ReadSigner(Octets(pem), algorithm, null, out var problem);

        Assert.Null(problem);
        var shown = Assert.Single(LocalKeys.ReadPublic(Octets(pem), "test", null, out _));
        Assert.Equal(shown.Jwk["kid"]!.GetValue<string>(), signer!.KeyId);
        Assert.Null(shown.Key.Check(JwsReader.Read(TokenMint.Write(signer, new(), DateTimeOffset.UnixEpoch)).Token!));
    }

    [Fact]
    public void Says_why_PEM_does_not_sign()
    {
        using var rsa = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000));

        Assert.Contains("'openssl pkey -in FILE -out NEW'", WhyNot(encrypted), StringComparison.Ordinal);
        Assert.Contains("it is a public key", WhyNot(rsa.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.Contains("several private keys", WhyNot($"{rsa.ExportPkcs8PrivateKeyPem()}\n{other.ExportECPrivateKeyPem()}"), StringComparison.Ordinal);
        Assert.Contains("no whole private key", WhyNot("-----BEGIN PRIVATE KEY-----\nMIIE"), StringComparison.Ordinal);
        Assert.Contains("Ed25519 keys are taken as JWK", WhyNot("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"), StringComparison.Ordinal);
        Assert.Null(LocalKeys.ReadSigner(Octets(rsa.ExportPkcs8PrivateKeyPem()), JwsAlgorithm.ES256, null, out var mismatch));
        Assert.Equal("the key does not sign by ES256", mismatch);
        Assert.Contains("name one by --algorithm", WhyNot(rsa.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);

        static string WhyNot(string pem)
        {
            Assert.Null(LocalKeys.ReadSigner(Octets(pem), null, null, out var problem));
            return problem!;
        }
    }

    [Fact]
    public void A_private_key_on_a_curve_that_this_system_lacks_is_one_that_can_not_be_used()
    {
        const string Unheard = "-----BEGIN PRIVATE KEY-----\nMCQCAQAwDgYHKoZIzj0CAQYDKgMEBA8wDQIBAQQIAAAAAAAAAAE=\n-----END PRIVATE KEY-----\n";

        Assert.Null(LocalKeys.ReadSigner(Octets(Unheard), null, null, out var problem));
        Assert.StartsWith("it is no private key of RSA, P-256", problem, StringComparison.Ordinal);
        Assert.Empty(LocalKeys.ReadPublic(Octets(Unheard), "test", null, out var problems));
        Assert.Single(problems);
    }

    [Theory]
    [InlineData("PUBLIC", "it is a public key, and only private ones sign")]
    [InlineData("[]", "The JSON value is not an object.")]
    public void Says_why_a_key_does_not_sign(string text, string told)
    {
        Assert.Null(LocalKeys.ReadSigner(Octets(text == "PUBLIC" ? JwkWriter.Write(Key.Verifier) : text), null, null, out var problem));
        Assert.Equal(told, problem);
    }

    [Fact]
    public void A_minted_token_says_what_was_ordered_and_claims_take_the_place_of_defaults()
    {
        var order = new MintOrder { Issuer = "i", Subject = "s", Audiences = ["a", "b"], Scopes = ["x", "y"], NotBefore = TimeSpan.Zero, Claims = [TokenMint.ReadClaim("jti=\"j\"")!.Value, TokenMint.ReadClaim("n=null")!.Value] };

        var read = JwsReader.Read(TokenMint.Write(Key, order, DateTimeOffset.FromUnixTimeSeconds(1000))).Token!;

        Assert.Null(Key.Verifier.Check(read));
        Assert.True(read.Header.IsType("at+jwt"));
        Assert.Equal("""{"iss":"i","sub":"s","aud":["a","b"],"scope":"x y","iat":1000,"nbf":1000,"exp":1300,"jti":"j","n":null}""", Encoding.UTF8.GetString(read.Payload.Span));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("=1")]
    [InlineData("name=")]
    [InlineData("name=admin")]
    [InlineData("name={\"a\":1} x")]
    [InlineData("name=\"\\ud800\"")]
    [InlineData("name={\"\\ud800\":1}")]
    public void What_is_no_claim_is_none(string text) => Assert.Null(TokenMint.ReadClaim(text));

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);
}
