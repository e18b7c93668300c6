using System.Text.RegularExpressions;
using Countersign.AspNetCore.SignIn;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn;

public sealed class ReturnTargetTests
{
    private static readonly Uri Site = new("https://site.example");

    private static readonly string[] Starts =
    [
        "", "/", "//", "///", "\\", "/\\", "\\/", "/%2f", "/%5c", "/%09/", "/\t/", "/ /", "/.", "/..", "/./", "/../", "/%2e%2e/", "/;/", "/a/..//", "/%252f", "https:", "https:/", "https://",
        "\u0000/", "\r\n/", "/\u2028/", "/?/", "/#/", "/%00/", "/%2f%2e%2e%2f",
    ];

    private static readonly string[] Names = ["evil.example", "evil.example:443", "site.example@evil.example", "site.example.evil.example", "@evil.example", "[::1]", "3232235777", "%65vil.example"];

    private static readonly string[] Ends = ["", "/", "/..", "%2f..", "?a=//b", "#//c", "\\"];

    public static TheoryData<string> Written => [.. ReturnTargetFixture.Written()];

    [Theory]
    [MemberData(nameof(Written))]
    public void Takes_nothing_that_may_lead_away(string text) => Assert.Equal(ReturnTarget.Root, ReturnTarget.Read(text));

    [Fact]
    public void Stays_at_the_site_whatever_is_put_together()
    {
        var tricks = (from start in Starts from name in Names from end in Ends select start + name + end).Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(tricks.Length >= 600, "too few tricks");

        Assert.All(tricks, AssertStays);
        Assert.All(tricks.Where(trick => !trick.StartsWith('/') || trick.Contains('\\', StringComparison.Ordinal)), trick => Assert.Equal("/", ReturnTarget.Read(trick).Path));
    }

    [Fact]
    public void Stays_at_the_site_whatever_comes()
    {
        const string Letters = "/\\.%25cf?#@:;&= \t\n\r\0aevil\u2215\uff0f<\"'";
        var chance = new Random(20301); // the same at every run
        for (var round = 0; round < 200_000; round++)
        {
            var text = "/" + string.Create(chance.Next(12), chance, static (span, chance) =>
            {
                foreach (ref var c in span)
                    c = Letters[chance.Next(Letters.Length)];
            });

            AssertStays(text);
        }
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/orders", "/orders")]
    [InlineData("/orders/17?page=2&sort=a%20b", "/orders/17?page=2&sort=a%20b")]
    [InlineData("/a/?u=https://elsewhere.example/", "/a/?u=https://elsewhere.example/")]
    [InlineData("/%7Eanna/", "/~anna/")]
    [InlineData("/caf%C3%A9", "/caf%C3%A9")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/@evil.example", "/@evil.example")]
    [InlineData("/.well-known/x", "/.well-known/x")]
    [InlineData("/.countersigns", "/.countersigns")]
    [InlineData("/.countersign/account", "/.countersign/account")]
    [InlineData("/.countersign/signed-in", "/.countersign/signed-in")]
    public void Takes_a_path_with_its_query(string text, string path) => Assert.Equal(path, ReturnTarget.Read(text).Path);

    [Fact]
    public void Takes_nothing_and_what_is_too_long_for_the_root()
    {
        Assert.Equal("/", ReturnTarget.Read(null).Path);
        Assert.Equal("/", ReturnTarget.Read("").Path);
        Assert.Equal("/", ReturnTarget.Read("/" + new string('a', 2048)).Path);
        Assert.Equal(2048, ReturnTarget.Read("/" + new string('a', 2047)).Path.Length);
    }

    /// <summary>However often somebody on the way decodes it, and whatever slash he takes for one.</summary>
    private static void AssertStays(string text)
    {
        var path = ReturnTarget.Read(text).Path;
        Assert.Matches(new Regex(@"^/(?![/\\])[\x21-\x7e]*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), path);
        Assert.Equal(Site.GetLeftPart(UriPartial.Authority), new Uri(Site, path).GetLeftPart(UriPartial.Authority));
        Assert.Equal(path, ReturnTarget.Read(path).Path);
        var place = path.Split('?')[0];
        for (var round = 0; round < 3; round++)
        {
            Assert.DoesNotContain("//", place, StringComparison.Ordinal);
            Assert.DoesNotContain('\\', place);
            Assert.DoesNotContain(place, char.IsControl);
            place = Uri.UnescapeDataString(place);
        }
    }
}
