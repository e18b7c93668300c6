using Countersign.Inspector.Tokens;
using Xunit;

namespace Countersign.Inspector.Tests.Tokens;

public sealed class CopiedTokenTests
{
    [Theory]
    [InlineData("a.b.c", "")]
    [InlineData("a.b.c\r\n", "")]
    [InlineData("\ufeffa.b.c\n", "")]
    [InlineData("  a.b.c", "blanks")]
    [InlineData("Bearer a.b.c", "the scheme Bearer")]
    [InlineData("dpop  a.b.c", "the scheme DPoP, blanks")]
    [InlineData("\"a.b.c\"", "quotes")]
    [InlineData("'Authorization: Bearer a.b.c'\n", "quotes, the field name Authorization:, blanks, the scheme Bearer")]
    [InlineData("authorization:bearer \"a.b.c\"", "the field name Authorization:, the scheme Bearer, quotes")]
    public void Takes_off_what_people_copy_along(string text, string takenOff)
    {
        var copied = CopiedToken.Read(text);

        Assert.Equal("a.b.c", copied.Text);
        Assert.Equal(takenOff, string.Join(", ", copied.TakenOff));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\"\"")]
    [InlineData("Authorization: Bearer \n")]
    public void Finds_nothing_where_nothing_is_or_leaves_the_name_alone(string text) => Assert.Contains(CopiedToken.Read(text).Text, new[] { "", "Bearer" });

    [Fact]
    public void Leaves_blanks_within_a_token_for_the_reader_to_tell_of() => Assert.Equal("a.b\n.c", CopiedToken.Read("a.b\n.c\n").Text);
}
