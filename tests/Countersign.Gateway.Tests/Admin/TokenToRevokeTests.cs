using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Gateway.Tests.Admin;

public sealed class TokenToRevokeTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Algorithms => [.. JwsAlgorithm.All.Where(algorithm => algorithm.IsSupported && algorithm.Name[0] == 'E').Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Means_the_other_text_of_a_token_signed_by_ECDSA_which_needs_no_key_to_write(string name)
    {
        var algorithm = JwsAlgorithm.All.Single(algorithm => algorithm.Name == name);
        var key = SigningKey.Create(algorithm);
        var token = JwsWriter.Write(key, "{\"sub\":\"a\"}"u8);

        var revocation = TokenToRevoke.Revocation(token, null, Noon);

        Assert.Equal(HashOf(token), revocation.Value);
        if (!name.StartsWith("ES", StringComparison.Ordinal))
        {
            Assert.Null(revocation.Twin);
            return;
        }

        var twin = EcdsaTwin.Of(token)!;
        Assert.NotEqual(token, twin);
        Assert.Equal(token, EcdsaTwin.Of(twin));
        Assert.Equal(HashOf(twin), revocation.Twin);
        Assert.Null(key.Verifier.Check(JwsReader.Read(twin).Token!));
    }

    [Theory]
    [InlineData("{\"exp\":1893672000}", "2030-01-04T12:00:00Z")]     // 2030-01-03 12:00
    [InlineData("{\"exp\":1}", "2030-01-03T12:00:00Z")]              // ended; kept for a day all the same
    [InlineData("{\"exp\":-9999999999999999999}", "2030-01-03T12:00:00Z")]
    [InlineData("{\"exp\":9999999999999999999}", null)]
    [InlineData("{\"exp\":253402300799}", null)]
    [InlineData("{\"exp\":\"soon\"}", null)]
    [InlineData("{}", null)]
    public void Is_kept_until_a_day_after_the_tokens_end_and_for_good_when_it_has_none(string claims, string? until)
    {
        var token = JwsWriter.Write(SigningKey.Create(JwsAlgorithm.HS256), Encoding.UTF8.GetBytes(claims));

        Assert.Equal(until, JsonTime.Of(TokenToRevoke.Revocation(token, null, Noon).Until));
        Assert.Equal(Noon.AddDays(2), TokenToRevoke.Revocation(token, "2d", Noon).Until);
        Assert.Null(TokenToRevoke.Revocation(token, "never", Noon).Until);
    }

    [Fact]
    public void What_is_no_JWT_is_kept_as_long_as_names_are() =>
        Assert.Equal(Noon + RevocationStore.UsualTerm, TokenToRevoke.Revocation("2YotnFZFEjr1zCsicMWpAA", null, Noon).Until);

    [Theory]
    [InlineData("2YotnFZFEjr1zCsicMWpAA", true)]
    [InlineData("", false)]
    [InlineData("Bearer 2YotnFZFEjr1zCsicMWpAA", false)]
    [InlineData("\"2YotnFZFEjr1zCsicMWpAA\"", false)]
    [InlineData("2Yotné", false)]
    [InlineData("2Yotn==", true)]       // RFC 6750 §2.1: b64token
    [InlineData("2Yo=tn", false)]
    [InlineData("==", false)]
    public void A_text_that_is_no_token_is_refused_without_being_repeated(string text, bool isToken)
    {
        var fault = TokenToRevoke.FaultOf(text);

        Assert.Equal(isToken, fault is null);
        if (text.Length > 0)
            Assert.DoesNotContain(text, fault ?? "", StringComparison.Ordinal);
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
