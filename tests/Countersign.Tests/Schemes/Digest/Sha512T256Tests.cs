using System.Text;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>The examples of FIPS 180-4, and one way of feeding against the other.</summary>
public sealed class Sha512T256Tests
{
    private const string TwoBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    [Theory]
    [InlineData("", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a")]
    [InlineData("abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData(TwoBlocks, "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a")]
    public void Hashes_as_FIPS_180_4_does(string message, string expected)
    {
        Assert.Equal(expected, Whole(Encoding.ASCII.GetBytes(message)));
        Assert.Equal(expected, InParts(Encoding.ASCII.GetBytes(message), 1));
    }

    [Fact]
    public void Hashes_the_same_whatever_the_parts()
    {
        for (var length = 0; length < 400; length++)
        {
            var message = new byte[length];
            for (var i = 0; i < length; i++)
                message[i] = (byte)(i * 7);
            var expected = Whole(message);
            foreach (var part in (int[])[1, 63, 111, 112, 127, 128, 129, 500])
                Assert.Equal(expected, InParts(message, part));
        }
    }

    private static string Whole(ReadOnlySpan<byte> message)
    {
        var digest = new byte[Sha512T256.DigestBytes];
        Sha512T256.HashData(message, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static string InParts(ReadOnlySpan<byte> message, int part)
    {
        var hash = new Sha512T256();
        for (; !message.IsEmpty; message = message[Math.Min(part, message.Length)..])
            hash.Append(message[..Math.Min(part, message.Length)]);
        var digest = new byte[Sha512T256.DigestBytes];
        hash.Finish(digest);
        return Convert.ToHexStringLower(digest);
    }
}
