using System.Security.Cryptography;
using System.Text;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class TokenHashTests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")] // FIPS 180-2 §B.1
    public void Is_the_SHA256_of_the_characters(string token, string digits) => Assert.Equal(digits, TokenHash.Of(token).ToString());

    [Theory]
    [InlineData('é', 1)]
    [InlineData('é', 1024)]
    [InlineData('€', 1024)]
    [InlineData('a', 16384)]
    public void No_two_texts_have_the_same_octets(char letter, int length)
    {
        var text = new string(letter, length);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), TokenHash.Of(text).ToString());
        Assert.NotEqual(TokenHash.Of(new string('?', length)), TokenHash.Of(text));
    }

    [Fact]
    public void Is_read_in_letters_of_any_case_and_from_nothing_else()
    {
        var hash = TokenHash.Of("abc");
        foreach (var digits in (string[])[hash.ToString(), hash.ToString().ToUpperInvariant()])
        {
            Assert.True(TokenHash.TryParse(digits, out var read));
            Assert.Equal(hash, read);
        }

        foreach (var other in (string[])["", "ba78", hash + "00", hash.ToString()[..63], hash.ToString()[..63] + "g", hash.ToString()[..62] + " 0"])
            Assert.False(TokenHash.TryParse(other, out _));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var token = new string('a', 1000);
        TokenHash.Of(token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TokenHash.Of(token);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
