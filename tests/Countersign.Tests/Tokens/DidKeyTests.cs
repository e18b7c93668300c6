using System.Text.Json;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class DidKeyTests
{
    private const string Edwards = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    // The method's own examples.
    [Theory]
    [InlineData(Edwards, "Ed25519", "Lm_M42cB3HkUiODQsXRcweM6TByfzEHGO9ND274JcOY", null)]
    [InlineData("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "P-256", "fyNYMN0976ci7xqiSdag3buk-ZCwgXU4kz9XNkBlNUI", "hW2ojTNfH7Jbi8--CJUo3OCbH3y5n91g-IMA9MLMbTU")]
    [InlineData("did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", "P-256", "igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns", "efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM")]
    [InlineData(
        "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9", "P-384",
        "lInTxl8fjLKp_UCrxI0WDklahi-7-_6JbtiHjiRvMvhedhKVdHBfi2HCY8t_QJyc", "y6N1IC-2mXxHreETBW7K3mBcw0qGr3CWHCs-yl09yCQRLcyfGv7XhqAngHOu51Zv")]
    [InlineData(
        "did:key:z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7", "P-521",
        "ASUHPMyichQ0QbHZ9ofNx_l4y7luncn5feKLo3OpJ2nSbZoC7mffolj5uy7s6KSKXFmnNWxGJ42IOrjZ47qqwqyS",
        "AW9ziIC4ZQQVSNmLlp59yYKrjRY0_VqO-GOIYQ9tYpPraBKUloEId6cI_vynCzlZWZtWpgOM3HPhYEgawQ703RjC")]
    public void Reads_the_key_out_of_the_name(string did, string curve, string x, string? y)
    {
        var key = Assert.Single(DidKey.Read(did, out var fault)!.Keys);

        Assert.Null(fault);
        using var jwk = JsonDocument.Parse(JwkWriter.Write(key));
        Assert.Equal((curve, x), (key.Curve, jwk.RootElement.GetProperty("x").GetString()));
        Assert.Equal(y, jwk.RootElement.TryGetProperty("y", out var member) ? member.GetString() : null);
        Assert.Equal($"{did}#{did["did:key:".Length..]}", key.KeyId);
    }

    [Theory]
    [InlineData("did:web:example.com", TokenFaultKind.KeyTypeUnknown)]
    [InlineData("did:key:", TokenFaultKind.MemberValueWrong)]
    [InlineData("did:key:z", TokenFaultKind.MemberValueWrong)]
    [InlineData("did:key:f11", TokenFaultKind.MemberValueWrong)]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0", TokenFaultKind.MemberValueWrong)]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do", TokenFaultKind.KeyTypeUnknown)]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6Mk", TokenFaultKind.MemberValueWrong)]
    [InlineData("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", TokenFaultKind.KeyTypeUnknown)]
    [InlineData("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", TokenFaultKind.KeyTypeUnknown)]
    public void Refuses_what_is_no_key_of_a_kind_that_signs_here(string did, TokenFaultKind kind)
    {
        Assert.Null(DidKey.Read(did, out var fault));
        Assert.Equal(kind, fault!.Value.Kind);
    }

    [Fact]
    public void Refuses_an_x_that_no_point_of_the_curve_has()
    {
        var curve = EcCurve.Find("P-256")!;
        var octets = new byte[33];
        octets[0] = 2;
        var without = Enumerable.Range(0, 256).Count(last =>
        {
            octets[^1] = (byte)last;
            return curve.Decompress(octets) is null;
        });

        // Half of all numbers have no square root.
        Assert.InRange(without, 90, 166);
        Assert.Null(curve.Decompress([2, .. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Null(curve.Decompress(octets.AsSpan(1)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("1", "00")]
    [InlineData("11", "0000")]
    [InlineData("2g", "61")]
    [InlineData("1112", "00000001")]
    [InlineData("StV1DL6CwTryKyV", "68656c6c6f20776f726c64")]
    [InlineData("0", null)]
    [InlineData("O", null)]
    [InlineData("l", null)]
    [InlineData("2g ", null)]
    public void Reads_base58(string text, string? octets) =>
        Assert.Equal(octets, Base58Text.DecodeOrNull(text) is { } decoded ? Convert.ToHexStringLower(decoded) : null);

    [Fact]
    public void Reads_no_base58_beyond_its_measure()
    {
        Assert.NotNull(Base58Text.DecodeOrNull(new string('z', Base58Text.MaxLength)));
        Assert.Null(Base58Text.DecodeOrNull(new string('z', Base58Text.MaxLength + 1)));
    }

    [Theory]
    [InlineData("did:key:X#X", true)]
    [InlineData("#X", true)]
    [InlineData("X", true)]
    [InlineData("##X", false)]
    [InlineData("did:key:X", false)]
    [InlineData("", false)]
    [InlineData("#", false)]
    public void A_token_names_the_key_whole_or_by_its_fragment(string kid, bool isMeant)
    {
        var signer = TokenStage.Es256;
        var keys = new KeySet([new(signer.Verifier.Material, "did:key:X#X", [JwsAlgorithm.ES256], isDidUrl: true)]);
        var token = JwsReader.Read(TokenStage.Sign(signer, $$"""{"alg":"ES256","kid":"{{kid}}"}""")).Token!;

        Assert.Equal(isMeant, keys.Verify(token, [JwsAlgorithm.ES256]).IsGood);
    }

    [Fact]
    public void A_fragment_means_no_key_of_another_kind_of_issuer()
    {
        var signer = TokenStage.Es256;
        var keys = new KeySet([new(signer.Verifier.Material, "a#b", [JwsAlgorithm.ES256])]);

        Assert.False(keys.Verify(JwsReader.Read(TokenStage.Sign(signer, """{"alg":"ES256","kid":"b"}""")).Token!, [JwsAlgorithm.ES256]).IsGood);
    }

    [Fact]
    public async Task Fixed_keys_are_always_current()
    {
        var keys = new FixedIssuerKeys(DidKey.Read(Edwards, out _)!);

        var look = await keys.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal((keys.Current, true, null), (look.Keys, look.IsCurrent, look.Failure));
    }
}
