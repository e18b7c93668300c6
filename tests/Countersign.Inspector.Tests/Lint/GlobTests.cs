using Countersign.Inspector.Lint;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.conf", "site.conf", true)]
    [InlineData("*.conf", ".conf", true)]
    [InlineData("*.conf", "site.conf.bak", false)]
    [InlineData("site-?.conf", "site-a.conf", true)]
    [InlineData("site-?.conf", "site-.conf", false)]
    [InlineData("[a-c]*", "beta", true)]
    [InlineData("[a-c]*", "delta", false)]
    [InlineData("[!a-c]*", "delta", true)]
    [InlineData("[^a-c]*", "beta", false)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[!]a]x", "]x", false)]
    [InlineData("[!]a]x", "bx", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("[abc", "[abc", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("[", "[", true)]
    [InlineData(@"\*.conf", "*.conf", true)]
    [InlineData(@"\*.conf", "a.conf", false)]
    [InlineData("**", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-b-", false)]
    public void Fits_as_the_shell_has_it(string pattern, string name, bool fits) => Assert.Equal(fits, Glob.IsMatch(pattern, name));

    [Fact]
    public void Is_not_led_astray_by_many_stars() =>
        // Tried star by star, this would not end.
        Assert.False(Glob.IsMatch(string.Concat(Enumerable.Repeat("*a", 60)) + "b", new string('a', 4000)));
}
