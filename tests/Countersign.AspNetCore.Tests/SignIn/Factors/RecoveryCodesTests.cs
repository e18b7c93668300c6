using Countersign.AspNetCore.SignIn.Factors;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public sealed class RecoveryCodesTests
{
    [Fact]
    public void Are_ten_different_ones_of_ten_characters_that_nobody_mixes_up()
    {
        var codes = RecoveryCodes.Make();

        Assert.Equal(10, codes.Select(code => code.Reveal()).Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[0-9a-hjkmnp-tv-z]{10}$", code.Reveal()));
        Assert.All(codes, code => Assert.Equal("***", code.ToString()));
    }

    [Theory]
    [InlineData("0123a-bcdef")]
    [InlineData("0123ABCDEF")]
    [InlineData(" o123a bcdef ")]
    [InlineData("OL23A-bcdef")]
    [InlineData("0i23a-BCDEF")]
    public void Are_read_as_people_copy_them(string typed)
    {
        Assert.True(RecoveryCodes.TryRead(typed, out var code));
        Assert.Equal("0123abcdef", code.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123abcde")]
    [InlineData("0123abcdef0")]
    [InlineData("0123abcdeu")]
    [InlineData("0123abcdeé")]
    [InlineData("0123abcde\ud800")]
    public void Are_not_read_from_anything_else(string typed) => Assert.False(RecoveryCodes.TryRead(typed, out _));

    [Fact]
    public void Are_read_back_from_what_is_shown_and_no_text_throws()
    {
        foreach (var code in RecoveryCodes.Make())
        {
            Assert.True(RecoveryCodes.TryRead(RecoveryCodes.ForPeople(code), out var read));
            Assert.Equal(code.Reveal(), read.Reveal());
        }

        var chance = new Random(10);
        for (var round = 0; round < 20_000; round++)
        {
            if (RecoveryCodes.TryRead(Noise.Text(chance, "01aBoOiIlL-u \0é\udc00", 14), out var read))
                Assert.Matches("^[0-9a-hjkmnp-tv-z]{10}$", read.Reveal());
        }
    }
}
