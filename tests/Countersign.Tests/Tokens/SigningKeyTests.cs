using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class SigningKeyTests
{
    public static TheoryData<string> Algorithms => [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)];

    [Theory, MemberData(nameof(Algorithms))]
    public void What_it_signs_verifies_and_nothing_else_does(string algorithm)
    {
        var key = TokenStage.Signers[algorithm];
        var text = JwsWriter.Write(key, "{\"sub\":\"somebody\"}"u8, "at+jwt");
        var reading = JwsReader.Read(text);

        Assert.Empty(reading.Faults);
        Assert.Equal((algorithm, "at+jwt", "k-" + algorithm), (reading.Token!.Algorithm.Name, reading.Token.Header.Type, reading.Token.Header.KeyId));
        Assert.Null(key.Verifier.Check(reading.Token));
        Assert.Same(key.Verifier, TokenStage.AllKeys.Verify(reading.Token, JwsAlgorithm.All).Key);

        var other = SigningKey.Create(key.Algorithm, key.KeyId);
        Assert.Equal(TokenFaultKind.SignatureWrong, other.Verifier.Check(reading.Token));
        foreach (var foreign in TokenStage.Signers.Values.Where(each => each != key))
            Assert.Equal(TokenFaultKind.AlgorithmNotForKey, foreign.Verifier.Check(reading.Token));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Is_read_back_as_it_was_written(string algorithm)
    {
        var key = TokenStage.Signers[algorithm];
        var token = JwsReader.Read(JwsWriter.Write(key, "{}"u8)).Token!;

        var again = JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(JwkWriter.WritePrivate(key).Reveal()), null, out var fault);

        Assert.Null(fault);
        Assert.Equal((key.KeyId, key.Algorithm, key.Verifier.Thumbprint), (again!.KeyId, again.Algorithm, again.Verifier.Thumbprint));
        Assert.Null(again.Verifier.Check(token));
        Assert.Null(key.Verifier.Check(JwsReader.Read(JwsWriter.Write(again, "{}"u8)).Token!));
    }

    [Fact]
    public void Publishes_the_halves_that_verify_and_nothing_private()
    {
        var signers = TokenStage.Signers.Values.Where(signer => !signer.Algorithm.IsSymmetric).ToList();
        var json = JwkWriter.WriteSet(signers.Select(signer => signer.Verifier));

        var reading = JwkReader.ReadSet(Encoding.UTF8.GetBytes(json), KeyOrigin.Published);

        Assert.True(reading.IsValid);
        Assert.Empty(reading.Faults);
        Assert.Equal(signers.Select(signer => (signer.KeyId, signer.Algorithm)), reading.Keys.Keys.Select(key => (key.KeyId, key.Algorithms.Single())));
        Assert.All(signers, signer => Assert.True(reading.Keys.Verify(JwsReader.Read(JwsWriter.Write(signer, "{}"u8)).Token!, JwsAlgorithm.All).IsGood));
    }

    [Fact]
    public void Publishes_no_secret()
    {
        Assert.Throws<ArgumentException>(() => JwkWriter.Write(TokenStage.Hs256.Verifier));
        Assert.Throws<ArgumentException>(() => JwkWriter.WriteSet([TokenStage.Rs256.Verifier, TokenStage.Hs256.Verifier]));
        Assert.Equal("***", JwkWriter.WritePrivate(TokenStage.Hs256).ToString());
        Assert.Equal("HS256 k-HS256", TokenStage.Hs256.ToString());
        Assert.Equal("oct k-HS256", TokenStage.Hs256.Verifier.ToString());
    }

    [Fact]
    public void Is_named_by_its_thumbprint_where_no_name_was_given()
    {
        var key = SigningKey.Create(JwsAlgorithm.ES256);

        Assert.Equal(key.Verifier.Thumbprint, key.KeyId);
        Assert.Null(SigningKey.Create(JwsAlgorithm.HS256).KeyId);
        Assert.Throws<ArgumentOutOfRangeException>(() => SigningKey.Create(JwsAlgorithm.RS256, rsaBits: 1024));
    }

    [Theory]
    [InlineData("RS256"), InlineData("ES256"), InlineData("ES512"), InlineData("EdDSA"), InlineData("HS512")]
    public async Task Signs_and_verifies_in_many_threads_at_once(string algorithm)
    {
        var key = TokenStage.Signers[algorithm];
        var token = JwsReader.Read(JwsWriter.Write(key, "{}"u8)).Token!;
        var forged = TokenStage.WithSignature(algorithm, [.. token.Signature[..^1], (byte)(token.Signature[^1] ^ 1)]);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.Null(key.Verifier.Check(token));
                Assert.Equal(TokenFaultKind.SignatureWrong, key.Verifier.Check(forged));
            }

            Assert.Null(key.Verifier.Check(JwsReader.Read(JwsWriter.Write(key, "{}"u8)).Token!));
        })));
    }

    [Theory]
    [InlineData("RS256"), InlineData("PS256"), InlineData("EdDSA"), InlineData("HS256")]
    public void Verifies_without_allocating(string algorithm)
    {
        var key = TokenStage.Signers[algorithm].Verifier;
        var token = JwsReader.Read(JwsWriter.Write(TokenStage.Signers[algorithm], "{}"u8)).Token!;
        key.Check(token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        key.Check(token);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
