using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

/// <summary>Signatures that the owner of the key made, or that follow from one, and that are still none by the letter of RFC 8017 and RFC 7518.</summary>
public sealed class HostileSignatureTests
{
    private static readonly byte[] Input = Encoding.ASCII.GetBytes("eyJhbGciOiJSUzI1NiJ9.e30");
    private static readonly byte[] Sha256Info = Convert.FromHexString("3031300d060960864801650304020105000420");

    private static readonly RSAParameters Rsa = NewRsa();
    private static readonly RsaKey Key = new(new() { Modulus = Rsa.Modulus, Exponent = Rsa.Exponent });

    public static TheoryData<string, byte[]> Paddings => new()
    {
        { "no padding octets", Padded([], 0) },
        { "seven padding octets and trailing octets", [.. Padded(Sha256Info, 7), .. Hash, .. new byte[256 - 3 - 7 - 19 - 32]] },
        { "the hash alone", [.. Padded([], 256 - 3 - 32), .. Hash] },
        { "without the NULL of the parameters", [.. Padded(Convert.FromHexString("302f300b0609608648016503040201" + "0420"), 256 - 3 - 17 - 32), .. Hash] },
        { "another hash's name", [.. Padded(Convert.FromHexString("3031300d060960864801650304020205000420"), 256 - 3 - 19 - 32), .. Hash] },
        { "a long form of a length", [.. Padded(Convert.FromHexString("308131300d060960864801650304020105000420"), 256 - 3 - 20 - 32), .. Hash] },
        { "block type 2", [0, 2, .. Padded(Sha256Info, 256 - 3 - 19 - 32)[2..], .. Hash] },
        { "a padding octet other than ff", [0, 1, 0xfe, .. Padded(Sha256Info, 256 - 3 - 19 - 32)[3..], .. Hash] },
        { "a first octet other than zero", [1, 1, .. Padded(Sha256Info, 256 - 3 - 19 - 32)[2..], .. Hash] },
    };

    private static byte[] Hash => SHA256.HashData(Input);

    [Fact]
    public void The_right_padding_is_accepted() => Assert.Null(Check(RawSign([.. Padded(Sha256Info, 256 - 3 - 19 - 32), .. Hash])));

    [Theory, MemberData(nameof(Paddings))]
    public void Another_PKCS1_padding_is_refused(string what, byte[] message) =>
        Assert.True(Check(RawSign([.. message, .. new byte[256 - message.Length]])) == TokenFaultKind.SignatureWrong, what);

    [Fact]
    public void A_signature_beyond_the_modulus_is_refused()
    {
        // The same number modulo n. It fits the octets for some inputs only, so one is looked for.
        for (var i = 0; ; i++)
        {
            var input = Encoding.ASCII.GetBytes($"{i}");
            var good = RawSign([.. Padded(Sha256Info, 256 - 3 - 19 - 32), .. SHA256.HashData(input)]);
            var beyond = Number(good) + Number(Rsa.Modulus!);
            if (beyond.GetByteCount(isUnsigned: true) > 256)
                continue;
            Assert.Null(Key.Check(JwsAlgorithm.RS256, input, good));
            Assert.Equal(TokenFaultKind.SignatureWrong, Key.Check(JwsAlgorithm.RS256, input, Octets(beyond)));
            return;
        }
    }

    [Theory]
    [InlineData(32, null), InlineData(0, TokenFaultKind.SignatureWrong), InlineData(20, TokenFaultKind.SignatureWrong), InlineData(64, TokenFaultKind.SignatureWrong)]
    public void A_PSS_salt_is_as_long_as_the_hash(int salt, TokenFaultKind? expected) =>
        Assert.Equal(expected, Key.Check(JwsAlgorithm.PS256, Input, RawSign(PssEncoded(new byte[salt]))));

    [Fact]
    public void A_signature_of_one_padding_is_none_of_the_other()
    {
        Assert.Equal(TokenFaultKind.SignatureWrong, Check(RawSign(PssEncoded(new byte[32]))));
        Assert.Equal(TokenFaultKind.SignatureWrong, Key.Check(JwsAlgorithm.PS256, Input, RawSign([.. Padded(Sha256Info, 256 - 3 - 19 - 32), .. Hash])));
    }

    [Fact]
    public void Halves_of_an_ECDSA_signature_lie_between_zero_and_the_order()
    {
        var order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var signer = TokenStage.Es256;
        var good = signer.Sign(Input);
        var (r, s) = (Number(good[..32]), Number(good[32..]));
        BigInteger[] wrong = [0, 1, order, order - 1, order + 1, BigInteger.Pow(2, 256) - 1];

        Assert.Null(Judge(r, s));
        Assert.All(from one in wrong from other in wrong select (one, other), pair => Assert.Equal(TokenFaultKind.SignatureWrong, Judge(pair.one, pair.other)));
        Assert.All(wrong, value => Assert.Equal((TokenFaultKind.SignatureWrong, TokenFaultKind.SignatureWrong), (Judge(r, value), Judge(value, s))));
        Assert.Equal(TokenFaultKind.SignatureWrong, Judge(s, r));

        TokenFaultKind? Judge(BigInteger one, BigInteger other) =>
            signer.Verifier.Material.Check(JwsAlgorithm.ES256, Input, [.. Octets(one, 32), .. Octets(other, 32)]);
    }

    [Fact]
    public void The_second_half_of_an_Ed25519_signature_lies_below_the_order()
    {
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
        var signer = TokenStage.Signers["EdDSA"];
        var good = signer.Sign(Input);
        var beyond = new BigInteger(good.AsSpan(32), isUnsigned: true) + order;

        Assert.Null(signer.Verifier.Material.Check(JwsAlgorithm.EdDsa, Input, good));
        Assert.Equal(
            TokenFaultKind.SignatureWrong, signer.Verifier.Material.Check(JwsAlgorithm.EdDsa, Input, [.. good[..32], .. beyond.ToByteArray(isUnsigned: true)]));
    }

    private static TokenFaultKind? Check(byte[] signature) => Key.Check(JwsAlgorithm.RS256, Input, signature);

    private static byte[] Padded(byte[] info, int padding) => [0, 1, .. Enumerable.Repeat((byte)0xff, padding), 0, .. info];

    /// <summary>EMSA-PSS (RFC 8017 §9.1.1) for 2048 bits and SHA-256.</summary>
    private static byte[] PssEncoded(byte[] salt)
    {
        byte[] hash = SHA256.HashData([.. new byte[8], .. Hash, .. salt]);
        byte[] block = [.. new byte[256 - 32 - 1 - salt.Length - 1], 1, .. salt];
        for (var i = 0; i < block.Length; i++)
            block[i] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(i / 32)])[i % 32];
        block[0] &= 0x7f;
        return [.. block, .. hash, 0xbc];
    }

    private static byte[] RawSign(byte[] message) => Octets(BigInteger.ModPow(Number(message), Number(Rsa.D!), Number(Rsa.Modulus!)));

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static byte[] Octets(BigInteger number, int length = 256)
    {
        var octets = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - octets.Length], .. octets];
    }

    private static RSAParameters NewRsa()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }
}
