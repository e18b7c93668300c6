using System.Buffers.Text;
using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens;

/// <summary>Whatever a peer sends: no exception, and no acceptance of what nobody signed.</summary>
public sealed class TokenPropertyTests
{
    private const string Claims = "{\"iss\":\"https://issuer.example\",\"sub\":\"é\",\"aud\":[\"a\",\"b\"],\"exp\":1700000000.5,\"scope\":\"read write\",\"x\":{\"y\":[1]}}";

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);

    private static readonly string[] Texts = [.. TokenStage.Signers.Values.Select(signer => JwsWriter.Write(signer, Encoding.UTF8.GetBytes(Claims), "at+jwt"))];

    private static readonly Dictionary<string, int> Lengths = Texts.Select(text => JwsReader.Read(text).Token!).ToDictionary(token => token.Algorithm.Name, token => token.Signature.Length);

    private static readonly Gen<char> Character = Gen.OneOf(
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".ToCharArray()),
        Gen.Elements("=+/ \n\0{}\"é\ud800\uffff".ToCharArray()));

    private static readonly Gen<string> Mutated =
        from text in Gen.Elements(Texts)
        from at in Gen.Choose(0, text.Length - 1)
        from length in Gen.Choose(0, 2)
        from insert in Character.ListOf()
        select string.Concat(text.AsSpan(0, at), string.Concat(insert.Take(2)), text.AsSpan(Math.Min(text.Length, at + length)));

    // Parts of different tokens, so that each part is sound for itself.
    private static readonly Gen<string> Mixed =
        from header in Gen.Elements(Texts)
        from payload in Gen.Elements(Texts)
        from signature in Gen.Elements(Texts)
        select $"{header.Split('.')[0]}.{payload.Split('.')[1]}.{signature.Split('.')[2]}";

    private static readonly Gen<string> Noise = Character.ListOf().Select(string.Concat);

    private static readonly Gen<string> HeaderPiece = Gen.Elements(
        "\"alg\":\"HS256\"", "\"alg\":\"none\"", "\"alg\":null", "\"kid\":\"k-HS256\"", "\"kid\":[]", "\"typ\":\"JWT\"", "\"crit\":[\"b64\"]", "\"b64\":false",
        "\"jwk\":{}", "\"cty\":\"JWT\"", "\"\\u0061lg\":\"HS256\"", "\"x\":\"\\ud800\"", "\"crit\":[[]]", "\"crit\":{}", "\"crit\":[\"x\"]", "\"x\":{\"x\":1,\"x\":2}", "\"", "");

    [Fact]
    public void No_changed_token_is_accepted() => Prop.ForAll(Gen.OneOf(Mutated, Mixed, Noise).ToArbitrary(), text =>
        Assert.True(!IsAccepted(text) || Texts.Contains(text))).Check(Many);

    [Fact]
    public void No_text_makes_the_reader_throw() => Prop.ForAll<string>(text => Assert.False(IsAccepted(text))).Check(Many);

    [Fact]
    public void No_octets_in_the_place_of_header_and_payload_make_it_throw() => Prop.ForAll<byte[], byte[]>((header, payload) =>
    {
        Assert.False(IsAccepted(TokenStage.Sign(TokenStage.Hs256, header, payload)));
        var sound = TokenStage.Sign(TokenStage.Hs256, "{\"alg\":\"HS256\"}"u8, payload);
        Assert.True(IsAccepted(sound));
        JwtClaimsReader.Read(JwsReader.Read(sound).Token!, out _);
    }).Check(Many);

    [Fact]
    public void A_header_is_accepted_only_when_every_rule_holds() => Prop.ForAll(HeaderPiece.ListOf().ToArbitrary(), pieces =>
    {
        var header = $"{{{string.Join(',', pieces)}}}";
        var isSound = pieces.Count(piece => piece == "\"alg\":\"HS256\"" || piece.StartsWith("\"\\u0061lg", StringComparison.Ordinal)) == 1
            && pieces.Distinct().Count() == pieces.Count
            && pieces.All(piece => piece.StartsWith("\"alg\":\"HS", StringComparison.Ordinal) || piece is "\"kid\":\"k-HS256\"" or "\"typ\":\"JWT\"" or "\"jwk\":{}" or "\"cty\":\"JWT\"" or "\"\\u0061lg\":\"HS256\"");
        Assert.Equal(isSound, IsAccepted(TokenStage.Sign(TokenStage.Hs256, header)));
    }).Check(Many);

    [Fact]
    public void Faults_lie_within_the_text() => Prop.ForAll(Gen.OneOf(Mutated, Noise).ToArbitrary(), text =>
        Assert.All(JwsReader.Read(text).Faults.Where(fault => fault.Part == TokenPart.Text), fault => Assert.InRange(fault.Start + fault.Length, fault.Start, text.Length))).Check(Many);

    [Fact]
    public void No_octets_in_the_place_of_a_signature_are_one() => Prop.ForAll<byte[], int>((noise, seed) =>
    {
        foreach (var signer in TokenStage.Signers.Values)
        {
            var signature = Enumerable.Range(0, Lengths[signer.Algorithm.Name]).Select(i => noise.Length == 0 ? (byte)seed : noise[(i + (seed & 0xff)) % noise.Length]).ToArray();
            Assert.Equal(TokenFaultKind.SignatureWrong, signer.Verifier.Check(TokenStage.WithSignature(signer.Algorithm.Name, signature)));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void No_octets_in_the_place_of_keys_make_it_throw() => Prop.ForAll(
        (from signer in Gen.Elements(TokenStage.Signers.Values.ToArray())
         let text = JwkWriter.WritePrivate(signer).Reveal()
         from at in Gen.Choose(0, text.Length - 1)
         from length in Gen.Choose(0, 3)
         from insert in Character.ListOf()
         select string.Concat(text.AsSpan(0, at), string.Concat(insert.Take(3)), text.AsSpan(Math.Min(text.Length, at + length)))).ToArbitrary(),
        text =>
        {
            var octets = Encoding.UTF8.GetBytes(text);
            var read = JwkReader.ReadKey(octets, KeyOrigin.Own, out var fault);
            Assert.True(read is null == fault is not null);
            var signs = JwkReader.ReadSigningKey(octets, null, out fault);
            Assert.True(signs is null == fault is not null);
            JwkReader.ReadSet(Encoding.UTF8.GetBytes($"{{\"keys\":[{text}]}}"), KeyOrigin.Published);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static bool IsAccepted(string? text)
    {
        var reading = JwsReader.Read(text);
        Assert.True(reading.IsValid || !reading.Faults.IsEmpty);
        if (reading.Token is not { } token)
            return false;
        var check = TokenStage.AllKeys.Verify(token, JwsAlgorithm.All);
        Assert.True(check.IsGood == check.Fault is null);
        return check.IsGood;
    }
}
