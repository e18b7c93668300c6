using System.Text;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class KeySetTests
{
    private static readonly KeySet Issuer =
        JwkReader.ReadSet(Encoding.UTF8.GetBytes(Vectors.Load("jwt-claims.json").GetProperty("jwks").GetRawText()), KeyOrigin.Published).Keys;

    [Theory]
    [InlineData("AT-01", null)]
    [InlineData("AT-02", null)]
    [InlineData("AT-27", TokenFaultKind.KeyUnknown)]
    [InlineData("AT-28", null)]                                  // no kid: the one key that is for RS256
    [InlineData("AT-29", TokenFaultKind.AlgorithmNotForKey)]     // the key is for RS256 alone
    public void Finds_the_key_of_the_vector(string id, TokenFaultKind? fault)
    {
        var vector = Vectors.Load("jwt-claims.json").GetProperty("access_tokens").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);

        Assert.Equal(fault, Issuer.Verify(Read(vector.GetProperty("token").GetString()!), JwsAlgorithm.All).Fault?.Kind);
    }

    [Fact]
    public void Tries_only_the_keys_that_the_token_names()
    {
        var set = new KeySet([TokenStage.Rs256.Verifier, Named("other", TokenStage.Rs256), Named(null, TokenStage.Rs256)]);
        var unnamed = Read(TokenStage.Sign(TokenStage.Rs256, "{\"alg\":\"RS256\"}"));
        var named = Read(TokenStage.Sign(TokenStage.Rs256, "{\"alg\":\"RS256\",\"kid\":\"other\"}"));
        var foreign = Read(TokenStage.Sign(TokenStage.Rs256, "{\"alg\":\"RS256\",\"kid\":\"OTHER\"}"));

        Assert.True(set.Verify(unnamed, JwsAlgorithm.All).IsGood);
        Assert.Equal("other", set.Verify(named, JwsAlgorithm.All).Key!.KeyId);
        Assert.Equal(new TokenFault(TokenFaultKind.KeyUnknown, TokenPart.Signature, Name: "OTHER"), set.Verify(foreign, JwsAlgorithm.All).Fault);
    }

    [Fact]
    public void Tries_every_key_of_one_name()
    {
        var first = Named("k", SigningKey.Create(JwsAlgorithm.RS256));
        var set = new KeySet([first, Named("k", TokenStage.Es256), Named("k", TokenStage.Rs256)]);

        Assert.True(set.Verify(Read(TokenStage.Sign(TokenStage.Rs256, "{\"alg\":\"RS256\",\"kid\":\"k\"}")), JwsAlgorithm.All).IsGood);
    }

    [Fact]
    public void Tries_few_keys()
    {
        var others = Enumerable.Range(0, KeySet.MaxTries).Select(_ => Named(null, SigningKey.Create(JwsAlgorithm.ES256))).ToArray();
        var token = Read(TokenStage.Sign(TokenStage.Es256, "{\"alg\":\"ES256\"}"));
        var mine = Named(null, TokenStage.Es256);

        Assert.Equal(TokenFaultKind.SignatureWrong, new KeySet([.. others]).Verify(token, JwsAlgorithm.All).Fault?.Kind);
        Assert.True(new KeySet([.. others[1..], mine]).Verify(token, JwsAlgorithm.All).IsGood);
        Assert.Equal(TokenFaultKind.KeysTooMany, new KeySet([.. others, mine]).Verify(token, JwsAlgorithm.All).Fault?.Kind);
    }

    [Fact]
    public void Takes_the_allowed_algorithms_alone()
    {
        var token = Read(JwsWriter.Write(TokenStage.Es256, "{}"u8));

        Assert.True(TokenStage.AllKeys.Verify(token, [JwsAlgorithm.ES256]).IsGood);
        Assert.Equal(
            new TokenFault(TokenFaultKind.AlgorithmNotAllowed, TokenPart.Signature, Name: "ES256"), TokenStage.AllKeys.Verify(token, [JwsAlgorithm.RS256]).Fault);
        Assert.Equal(TokenFaultKind.AlgorithmNotAllowed, TokenStage.AllKeys.Verify(token, []).Fault?.Kind);
    }

    [Fact]
    public void Without_keys_signs_for_nothing()
    {
        Assert.Equal(TokenFaultKind.KeyUnknown, KeySet.Empty.Verify(Read(JwsWriter.Write(TokenStage.Es256, "{}"u8)), JwsAlgorithm.All).Fault?.Kind);
        Assert.False(default(SignatureCheck).IsGood);
    }

    [Theory]
    [InlineData("ES256", 64), InlineData("ES384", 96), InlineData("ES512", 132), InlineData("RS256", 256), InlineData("PS512", 256), InlineData("EdDSA", 64), InlineData("HS384", 48)]
    public void Takes_a_signature_of_the_one_length(string algorithm, int length)
    {
        var key = TokenStage.Signers[algorithm].Verifier;

        Assert.Equal(TokenFaultKind.SignatureWrong, key.Check(TokenStage.WithSignature(algorithm, new byte[length])));
        Assert.Equal(TokenFaultKind.SignatureWrong, key.Check(TokenStage.WithSignature(algorithm, [.. Enumerable.Repeat((byte)0xff, length)])));
        Assert.Equal(TokenFaultKind.SignatureLengthWrong, key.Check(TokenStage.WithSignature(algorithm, new byte[length - 1])));
        Assert.Equal(TokenFaultKind.SignatureLengthWrong, key.Check(TokenStage.WithSignature(algorithm, new byte[length + 1])));
    }

    private static VerificationKey Named(string? kid, SigningKey key) => new(key.Verifier.Material, kid, key.Verifier.Algorithms);

    private static Jws Read(string text) => JwsReader.Read(text).Token!;
}
