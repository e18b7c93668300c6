using System.Buffers.Text;
using Countersign.Tokens;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class Base64UrlTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("AA", 0)]
    [InlineData("__8", 255, 255)]
    [InlineData("-_-_", 251, 255, 191)]
    public void Decodes(string text, params int[] octets)
    {
        var decoded = new byte[Base64UrlText.DecodedLength(text.Length)];

        Assert.Null(Base64UrlText.Decode(text, decoded));
        Assert.Equal(octets.Select(octet => (byte)octet), decoded);
    }

    [Theory]
    [InlineData("AA==", TokenFaultKind.Base64UrlPadding, 2)]
    [InlineData("AA=A", TokenFaultKind.Base64UrlForeignCharacter, 2)]
    [InlineData("A A", TokenFaultKind.Base64UrlBlank, 1)]
    [InlineData("AA\r\n", TokenFaultKind.Base64UrlBlank, 2)]
    [InlineData("AA+A", TokenFaultKind.Base64UrlStandardAlphabet, 2)]
    [InlineData("/AAA", TokenFaultKind.Base64UrlStandardAlphabet, 0)]
    [InlineData("AAé", TokenFaultKind.Base64UrlForeignCharacter, 2)]
    [InlineData("AAAAA", TokenFaultKind.Base64UrlLength, 4)]
    [InlineData("AB", TokenFaultKind.Base64UrlSpareBits, 1)]
    [InlineData("AAB", TokenFaultKind.Base64UrlSpareBits, 2)]
    public void Names_the_fault_and_its_place(string text, TokenFaultKind kind, int start)
    {
        Assert.Equal(new TokenFault(kind, TokenPart.Text, start, 1), Base64UrlText.Decode(text, new byte[16]));
        Assert.Null(Base64UrlText.DecodeOrNull(text));
    }

    [Fact]
    public void Octets_have_one_text_alone() => Prop.ForAll<byte[], char>((octets, other) =>
    {
        var text = Base64Url.EncodeToString(octets);
        var decoded = new byte[octets.Length];
        Assert.Null(Base64UrlText.Decode(text, decoded));
        Assert.Equal(octets, decoded);

        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + other + text[(i + 1)..];
            if (changed != text && Base64UrlText.Decode(changed, decoded) is null)
                Assert.NotEqual(octets, decoded);
        }
    }).QuickCheckThrowOnFailure();
}
