using System.Text;
using Countersign.AspNetCore.SignIn.Factors;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public sealed class Base32TextTests
{
    [Theory]
    [InlineData("", "")]                        // RFC 4648 §10
    [InlineData("f", "MY======")]
    [InlineData("fo", "MZXQ====")]
    [InlineData("foo", "MZXW6===")]
    [InlineData("foob", "MZXW6YQ=")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI======")]
    public void Reads_and_writes_the_vectors_of_the_RFC_but_for_the_padding(string plain, string text)
    {
        Assert.Equal(text.TrimEnd('='), Base32Text.Write(Encoding.ASCII.GetBytes(plain)));
        Assert.True(Base32Text.TryRead(text, out var octets));
        Assert.Equal(plain, Encoding.ASCII.GetString(octets));
    }

    [Theory]
    [InlineData("mzxw6ytboi")]
    [InlineData("MZXW 6YTB OI")]
    [InlineData(" mzxw-6ytb-oi ")]
    [InlineData("MZXW6YTB0I")]                  // a zero, where only an O can be meant
    [InlineData("MZXW6YTBOI======\n")]
    public void Takes_what_people_make_of_it(string text)
    {
        Assert.True(Base32Text.TryRead(text, out var octets));
        Assert.Equal("foobar", Encoding.ASCII.GetString(octets));
    }

    [Theory]
    [InlineData("MZXW6YTB1I")]                  // an I or an L
    [InlineData("MZXW6YTB8I")]
    [InlineData("MZXW6YTBÖI")]
    [InlineData("MZ=XW6YTBOI")]
    [InlineData("M")]                           // no octet has five bits
    [InlineData("MZX")]
    [InlineData("MZXW6Y")]
    [InlineData("MZ")]                          // bits left over
    public void Refuses_what_could_be_something_else(string text) => Assert.False(Base32Text.TryRead(text, out _));

    [Fact]
    public void Gives_back_what_was_written_however_long_it_is()
    {
        var chance = new Random(32);
        for (var length = 0; length < 80; length++)
        {
            var octets = new byte[length];
            chance.NextBytes(octets);

            Assert.True(Base32Text.TryRead(Base32Text.Write(octets), out var read));
            Assert.Equal(octets, read);
            Assert.True(Base32Text.TryRead(Base32Text.WriteForPeople(octets).ToLowerInvariant(), out read));
            Assert.Equal(octets, read);
        }
    }

    [Fact]
    public void Throws_at_no_text_and_what_it_takes_has_one_reading()
    {
        var chance = new Random(33);
        for (var round = 0; round < 20_000; round++)
        {
            var text = Noise.Text(chance, "ABCXYZ234567abc 01=-é\0\ud800", 24);
            if (Base32Text.TryRead(text, out var octets))
                Assert.Equal(Base32Text.Write(octets), string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant().Replace('0', 'O'));
        }
    }
}

/// <summary>Texts that nobody would write, the same at every run.</summary>
internal static class Noise
{
    public static string Text(Random chance, string alphabet, int longest) =>
        string.Concat(Enumerable.Range(0, chance.Next(longest + 1)).Select(_ => alphabet[chance.Next(alphabet.Length)]));
}
