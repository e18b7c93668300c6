using System.Text;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens.Dpop;

/// <summary>Whatever a peer sends: no exception, and no acceptance of what its key did not sign for this request.</summary>
public sealed class DpopPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static readonly string[] Proofs = [.. new[] { "ES256", "RS256", "ES512", "PS256" }.Select(name => DpopStage.Proof(key: TokenStage.Signers[name]))];

    private static readonly Gen<char> Character = Gen.OneOf(
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".ToCharArray()),
        Gen.Elements("=+/ ,\n\0{}\"é\ud800\uffff".ToCharArray()));

    private static readonly Gen<string> Mutated = Changes(Gen.Elements(Proofs), Character);

    private static readonly Gen<string> Mixed =
        from header in Gen.Elements(Proofs)
        from payload in Gen.Elements(DpopStage.Proof(claims => claims["jti"] = "other"), DpopStage.Proof())
        from signature in Gen.Elements(Proofs)
        select $"{header.Split('.')[0]}.{payload.Split('.')[1]}.{signature.Split('.')[2]}";

    private static readonly Gen<string> Noise = Character.ListOf().Select(string.Concat);

    [Fact]
    public void No_changed_proof_is_accepted() => Prop.ForAll(Gen.OneOf(Mutated, Mixed, Noise).ToArbitrary(), text =>
    {
        var reading = DpopStage.Read(text);
        Assert.Equal(Proofs.Contains(text), reading.Proof is not null);
        Assert.Equal(reading.Proof is null, reading.Failed.Length > 0);
        Assert.Equal(reading.Failed.Order(), reading.Failed);
    }).Check(Many);

    [Fact]
    public void No_text_makes_it_throw() => Prop.ForAll<string>(text => Assert.Null(DpopStage.Read(text ?? "").Proof)).Check(Many);

    [Fact]
    public void No_octets_in_the_place_of_header_and_payload_make_it_throw() => Prop.ForAll<byte[], byte[]>((header, payload) =>
    {
        Assert.Null(DpopStage.Read(TokenStage.Sign(DpopStage.Key, header, payload)).Proof);
        Assert.Null(DpopStage.Read(TokenStage.Sign(DpopStage.Key, Encoding.UTF8.GetBytes(DpopStage.Header().ToJsonString()), payload)).Proof);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void No_header_that_is_signed_but_changed_makes_it_throw_or_prove_another_key() =>
        Prop.ForAll(Changes(Gen.Constant(DpopStage.Header().ToJsonString()), Character).ToArbitrary(), header =>
        {
            var reading = DpopStage.Read(TokenStage.Sign(DpopStage.Key, header, DpopStage.Claims().ToJsonString()));
            Assert.True(reading.Proof is null || reading.Proof.Thumbprint == DpopStage.Key.Verifier.Thumbprint);
        }).Check(Many);

    [Fact]
    public void No_claims_that_are_signed_but_changed_make_it_throw_or_prove_another_request() =>
        Prop.ForAll(Changes(Gen.Constant(DpopStage.Claims().ToJsonString()), Character).ToArbitrary(), claims =>
        {
            var reading = DpopStage.Read(TokenStage.Sign(DpopStage.Key, DpopStage.Header().ToJsonString(), claims));
            if (reading.Proof is null)
                return;
            Assert.True(JwtClaimsReader.Read(Encoding.UTF8.GetBytes(claims), out _)!.TryGet("htm", out var method) && method.GetString() == "GET");
            Assert.InRange(reading.Proof.Id.Length, 1, DpopProofReader.MaxIdLength);
        }).Check(Many);

    private static Gen<string> Changes(Gen<string> texts, Gen<char> character) =>
        from text in texts
        from at in Gen.Choose(0, text.Length - 1)
        from length in Gen.Choose(0, 2)
        from insert in character.ListOf()
        select string.Concat(text.AsSpan(0, at), string.Concat(insert.Take(2)), text.AsSpan(Math.Min(text.Length, at + length)));
}
