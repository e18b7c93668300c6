using Countersign.Tokens;
using Countersign.Tokens.Rules;
using Xunit;

namespace Countersign.Tests.Tokens.Rules;

public sealed class TokenMemoryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void Bounds_what_it_remembers()
    {
        var words = new TokenMemory<bool>(capacity: 100);
        for (ulong i = 0; i < 1000; i++)
            words.Remember(new(i, 0, 0, 0), true, Now, Now + TimeSpan.FromSeconds(10));

        Assert.InRange(words.Count, 50, 100);
    }

    [Fact]
    public void A_long_word_takes_the_room_of_several()
    {
        var words = new TokenMemory<bool>(capacity: 1000);
        for (ulong i = 0; i < 1000; i++)
            words.Remember(new(i, 0, 0, 0), true, Now, Now + TimeSpan.FromSeconds(10), JwtClaimsReader.MaxAnswerLength);

        Assert.InRange(words.Count, 50, 58);
    }
}
