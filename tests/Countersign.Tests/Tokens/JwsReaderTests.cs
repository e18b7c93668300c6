using System.Buffers.Text;
using System.Text;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class JwsReaderTests
{
    private const string Header = "eyJhbGciOiJIUzI1NiJ9";   // {"alg":"HS256"}

    [Theory]
    [InlineData("", TokenFaultKind.TokenEmpty, 0, 0)]
    [InlineData("abc", TokenFaultKind.TokenPartsWrong, 0, 3)]
    [InlineData(Header + ".e30", TokenFaultKind.TokenPartsWrong, 0, 24)]
    [InlineData(Header + ".e30.AA.", TokenFaultKind.TokenPartsWrong, 0, 28)]
    [InlineData("a.b.c.d.e", TokenFaultKind.TokenEncrypted, 0, 9)]
    [InlineData("{\"payload\":\"\"}", TokenFaultKind.TokenInJson, 0, 14)]
    [InlineData(Header + ".e30=.AA", TokenFaultKind.Base64UrlPadding, 24, 1)]
    [InlineData(Header + ".e30.AA==", TokenFaultKind.Base64UrlPadding, 27, 1)]
    [InlineData(Header + ".e30.A A", TokenFaultKind.Base64UrlBlank, 26, 1)]
    [InlineData(" " + Header + ".e30.AA", TokenFaultKind.Base64UrlBlank, 0, 1)]
    [InlineData(Header + ".e30.AA\n", TokenFaultKind.Base64UrlBlank, 27, 1)]
    [InlineData(Header + ".e/0.AA", TokenFaultKind.Base64UrlStandardAlphabet, 22, 1)]
    [InlineData(Header + ".e30.AB", TokenFaultKind.Base64UrlSpareBits, 26, 1)]
    [InlineData(Header + ".e30.A", TokenFaultKind.Base64UrlLength, 25, 1)]
    [InlineData(Header + ".e\u0133.AA", TokenFaultKind.Base64UrlForeignCharacter, 22, 1)]
    public void Names_the_fault_of_the_text_and_its_place(string text, TokenFaultKind kind, int start, int length)
    {
        var reading = JwsReader.Read(text);

        Assert.False(reading.IsValid);
        Assert.Equal(new TokenFault(kind, TokenPart.Text, start, length), Assert.Single(reading.Faults));
    }

    [Theory]
    [InlineData("{}", TokenFaultKind.AlgorithmMissing, null)]
    [InlineData("{\"alg\":\"none\"}", TokenFaultKind.AlgorithmNone, "none")]
    [InlineData("{\"alg\":\"NoNe\"}", TokenFaultKind.AlgorithmNone, "NoNe")]
    [InlineData("{\"alg\":\"hs256\"}", TokenFaultKind.AlgorithmUnknown, "hs256")]
    [InlineData("{\"alg\":\"\"}", TokenFaultKind.AlgorithmUnknown, "")]
    [InlineData("{\"alg\":\"RSA-OAEP\"}", TokenFaultKind.AlgorithmUnknown, "RSA-OAEP")]
    [InlineData("{\"alg\":\"HS256\\u0000\"}", TokenFaultKind.AlgorithmUnknown, "HS256\0")]
    [InlineData("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", TokenFaultKind.JsonDuplicateMember, "alg")]
    [InlineData("{\"alg\":\"HS256\",\"\\u0061lg\":\"none\"}", TokenFaultKind.JsonDuplicateMember, "\\u0061lg")]
    [InlineData("{\"alg\":\"HS256\",\"kid\":7}", TokenFaultKind.MemberTypeWrong, "kid")]
    [InlineData("{\"alg\":\"HS256\",\"typ\":null}", TokenFaultKind.MemberTypeWrong, "typ")]
    [InlineData("{\"alg\":\"HS256\",\"cty\":{\"a\":[]}}", TokenFaultKind.MemberTypeWrong, "cty")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[]}", TokenFaultKind.CriticalInvalid, null)]
    [InlineData("{\"alg\":\"HS256\",\"crit\":\"exp\",\"exp\":1}", TokenFaultKind.CriticalInvalid, null)]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[1]}", TokenFaultKind.CriticalInvalid, null)]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"alg\"]}", TokenFaultKind.CriticalInvalid, "alg")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"exp\"]}", TokenFaultKind.CriticalInvalid, "exp")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"exp\",\"exp\"],\"exp\":1}", TokenFaultKind.CriticalInvalid, "exp")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}", TokenFaultKind.CriticalNotUnderstood, "exp")]
    [InlineData("{\"alg\":\"HS256\",\"b64\":true}", TokenFaultKind.PayloadUnencoded, "b64")]
    public void Names_the_fault_of_the_header(string header, TokenFaultKind kind, string? name)
    {
        var reading = JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, header));

        Assert.False(reading.IsValid);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((kind, TokenPart.Header, name), (fault.Kind, fault.Part, fault.Name));
    }

    [Fact]
    public void Tells_everything_that_is_wrong()
    {
        var reading = JwsReader.Read(Base64Url.EncodeToString("{\"alg\":\"none\",\"kid\":1,\"b64\":false,\"jku\":\"https://a.example\"}"u8) + ".e3=.A+");

        Assert.Equal(
            [
                TokenFaultKind.Base64UrlPadding, TokenFaultKind.Base64UrlStandardAlphabet, TokenFaultKind.MemberTypeWrong,
                TokenFaultKind.PayloadUnencoded, TokenFaultKind.KeyInHeader, TokenFaultKind.AlgorithmNone,
            ],
            reading.Faults.Select(fault => fault.Kind));
        Assert.Equal("none", reading.Header!.AlgorithmName);
    }

    [Theory]
    [InlineData("jwk", "{\"kty\":\"oct\",\"k\":\"AA\"}")]
    [InlineData("jku", "\"https://attacker.example/jwks\"")]
    [InlineData("x5u", "\"https://attacker.example/cert\"")]
    [InlineData("x5c", "[\"MIIB\"]")]
    public void Remarks_a_key_in_the_header_and_reads_on(string name, string value)
    {
        var reading = JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, $"{{\"alg\":\"HS256\",\"{name}\":{value}}}"));

        Assert.True(reading.IsValid);
        Assert.Equal(new TokenFault(TokenFaultKind.KeyInHeader, TokenPart.Header, Name: name), Assert.Single(reading.Faults));
        Assert.True(reading.Header!.TryGet(name, out _));
    }

    [Fact]
    public void Reads_the_names_in_the_header()
    {
        var header = JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, "{\"alg\":\"HS256\",\"typ\":\"application/AT+JWT\",\"kid\":\"../é\\n\",\"cty\":\"json\",\"x\":[1]}")).Header!;

        Assert.Equal(("HS256", "application/AT+JWT", "../é\n", "json"), (header.Algorithm!.Name, header.Type, header.KeyId, header.ContentType));
        Assert.True(header.IsType("at+jwt"));
        Assert.False(header.IsType("jwt"));
        Assert.True(header.TryGet("x", out var x));
        Assert.Equal(1, x[0].GetInt32());
        Assert.False(header.TryGet("y", out _));
    }

    [Theory]
    [InlineData("at+jwt", "at+jwt", true)]
    [InlineData("At+JWT", "application/at+jwt", true)]
    [InlineData("application/a/b", "a/b", false)]
    [InlineData("text/at+jwt", "at+jwt", false)]
    [InlineData("", "at+jwt", false)]
    public void Compares_types_as_media_types(string written, string asked, bool isSame) => Assert.Equal(isSame, JwsHeader.IsMediaType(written, asked));

    [Fact]
    public void Takes_no_signature_for_no_signature()
    {
        Assert.Equal(TokenFaultKind.PartEmpty, Assert.Single(JwsReader.Read(Header + ".e30.").Faults).Kind);
        Assert.Equal(TokenFaultKind.AlgorithmNone, Assert.Single(JwsReader.Read("eyJhbGciOiJub25lIn0.e30.").Faults).Kind);
    }

    [Fact]
    public void Has_bounds()
    {
        Assert.Equal(TokenFaultKind.TokenTooLong, Assert.Single(JwsReader.Read(new string('a', JwsReader.MaxLength + 1)).Faults).Kind);
        Assert.Equal(TokenFaultKind.PartTooLong, Assert.Single(JwsReader.Read(Header + ".e30." + new string('A', 1368)).Faults).Kind);
        Assert.True(JwsReader.Read(Header + ".e30." + new string('A', 1364)).IsValid);
        var header = "{\"alg\":\"HS256\",\"x\":\"" + new string('x', JwsReader.MaxHeaderLength) + "\"}";
        Assert.Equal(TokenFaultKind.JsonTooLong, Assert.Single(JwsReader.Read(TokenStage.Sign(TokenStage.Hs256, header)).Faults).Kind);
    }

    [Fact]
    public void Shows_the_algorithm_alone() => Assert.Equal("HS256 ***", JwsReader.Read(Header + ".c2VjcmV0.AAAA").Token!.ToString());

    [Fact]
    public void Reads_the_header_of_a_text_that_is_no_token() => Assert.Equal("HS256", JwsReader.Read(Header).Header!.AlgorithmName);

    [Fact]
    public void Reads_with_no_allocation_beyond_the_result()
    {
        var text = TokenStage.Sign(TokenStage.Hs256, "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}", "{\"iss\":\"https://issuer.example\"}");
        JwsReader.Read(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = JwsReader.Read(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The octets, the texts of alg and typ, the header, the token and the reading.
        var octets = reading.Token!.SigningInput.Length + Encoding.UTF8.GetByteCount("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}") + reading.Token.Payload.Length + 32;
        Assert.InRange(allocated, 1, octets + 24 + 32 + 40 + 72 + 48 + 48);
    }
}
