using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.SignIn.Pages;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Pages;

public sealed partial class PageTests
{
    [Fact]
    public void Encodes_whatever_comes_into_a_hole()
    {
        const string Evil = "<b>\"'&</b>";

        Assert.Equal("<p title=\"&lt;b&gt;&quot;&#x27;&amp;&lt;/b&gt;\">&lt;b&gt;&quot;&#x27;&amp;&lt;/b&gt;7</p>", Html.Of($"<p title=\"{Evil}\">{Evil}{7}</p>").ToString());
        Assert.Equal("<i>&lt;b&gt;&quot;&#x27;&amp;&lt;/b&gt;</i>", Html.Of($"<i>{Html.Of($"{Evil}")}</i>").ToString());
        Assert.Equal("", Html.Of($"{(string?)null}{Html.None}").ToString());
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE-ch-1996", "de")]
    [InlineData("fr, de;q=0.5, en;q=0.4", "de")]
    [InlineData("en;q=0.5, de;q=0.9", "de")]
    [InlineData("en, de", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("de;q=2", "en")]
    [InlineData("de;q=x, en", "en")]
    [InlineData("*", "en")]
    [InlineData("fr", "en")]
    [InlineData(";;,,=,de", "de")]
    public void Speaks_the_language_that_is_liked_best(string? accepted, string language) => Assert.Equal(language, PageTexts.BuiltIn.For(accepted).Language);

    [Fact]
    public void Says_everything_in_each_language_with_the_same_holes()
    {
        foreach (var phrase in Enum.GetValues<Phrase>())
        {
            var (english, german) = (PageText.English.Say(phrase), PageText.German.Say(phrase));
            Assert.NotEmpty(english);
            Assert.NotEmpty(german);
            Assert.Equal(Holes().Matches(english).Select(hole => hole.Value).Order(StringComparer.Ordinal), Holes().Matches(german).Select(hole => hole.Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Fills_no_hole_in_what_fills_one()
    {
        var text = PageText.English with { Own = new Dictionary<Phrase, string> { [Phrase.SignedInAs] = "{name} {other} {name} {wait}" }.ToFrozenDictionary() };

        Assert.Equal("{wait} {other} {wait} {name}", text.Say(Phrase.SignedInAs, ("name", "{wait}"), ("wait", "{name}")));
        Assert.Equal("{name} {other} {name} {wait}", text.Say(Phrase.SignedInAs));
    }

    [Theory]
    [InlineData(0, "1 second")]
    [InlineData(1.2, "2 seconds")]
    [InlineData(119, "119 seconds")]
    [InlineData(121, "3 minutes")]
    [InlineData(7201, "3 hours")]
    public void Says_how_long_to_wait_and_never_less(double seconds, string words) => Assert.Equal(words, PageText.English.Wait(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Lets_a_theme_say_things_in_its_own_words()
    {
        var texts = PageTexts.With(
            new Dictionary<Phrase, string> { [Phrase.SignIn] = "Enter", [Phrase.Or] = "/" },
            new Dictionary<string, IReadOnlyDictionary<Phrase, string>> { ["de"] = new Dictionary<Phrase, string> { [Phrase.SignIn] = "Eintreten" }, ["fr"] = new Dictionary<Phrase, string> { [Phrase.SignIn] = "Entrer" } });

        Assert.Equal(("Enter", "/"), (texts.For("en").Say(Phrase.SignIn), texts.For("en").Say(Phrase.Or)));
        Assert.Equal(("Eintreten", "/", "Passwort"), (texts.For("de").Say(Phrase.SignIn), texts.For("de").Say(Phrase.Or), texts.For("de").Say(Phrase.Password)));
        Assert.Equal(("Entrer", "Password", "fr"), (texts.For("fr-CA").Say(Phrase.SignIn), texts.For("fr").Say(Phrase.Password), texts.For("fr").Language));
    }

    [Theory]
    [InlineData("ink", "card")]
    [InlineData("ink", "paper")]
    [InlineData("soft", "card")]
    [InlineData("soft", "paper")]
    [InlineData("mark", "card")]
    [InlineData("on", "mark")]
    public void Can_be_read_by_day_and_night(string ink, string paper)
    {
        foreach (var set in Palette().Matches(PageStyle.Plain).Select(match => match.Value).ToArray())
            Assert.True(Contrast(Colour(set, ink), Colour(set, paper)) >= 4.5, $"{ink} on {paper} in {set}");
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("bad")]
    [InlineData("mark")]
    public void Shows_where_a_field_and_a_mark_is(string line)
    {
        foreach (var set in Palette().Matches(PageStyle.Plain).Select(match => match.Value).ToArray())
            Assert.True(Contrast(Colour(set, line), Colour(set, "card")) >= 3, $"{line} in {set}");
    }

    [Fact]
    public void Is_let_in_by_the_hash_of_what_stands_in_the_page()
    {
        var page = PageLayout.Write(PageTheme.BuiltIn, PageText.German, "T", Html.None);

        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Equal(PageStyle.Forms, style);
        Assert.Contains("lang=\"de\"", page, StringComparison.Ordinal);
        Assert.Contains($"style-src {PageStyle.FormsSource};", PageLayout.PolicyFor(PageTheme.BuiltIn), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", PageLayout.PolicyFor(PageTheme.BuiltIn), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_a_theme_has()
    {
        var theme = new PageTheme { Service = "Orders <1>", Assets = [new("style.css", "text/css", "a{}"u8.ToArray()), new("logo.svg", "image/svg+xml", "<svg/>"u8.ToArray())] };

        var page = PageLayout.Write(theme, PageText.English, "Sign in", Html.None);

        Assert.Contains("<title>Sign in &#x2013; Orders &lt;1&gt;</title>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/.countersign/assets/style.css?v={theme.Assets[0].Version}\"", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"Orders &lt;1&gt;\"", page, StringComparison.Ordinal);
        Assert.Contains("'self'; img-src 'self' data:;", PageLayout.PolicyFor(theme), StringComparison.Ordinal);
    }

    private static double Contrast(double[] one, double[] other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    // WCAG 2.2, relative luminance.
    private static double Luminance(double[] colour)
    {
        var linear = colour.Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    private static double[] Colour(string set, string name)
    {
        var digits = Regex.Match(set, $"--{name}:#(?<digits>[0-9a-f]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["digits"].Value;
        if (digits.Length == 3)
            digits = string.Concat(digits.Select(digit => new string(digit, 2)));
        return [.. Enumerable.Range(0, 3).Select(part => int.Parse(digits.AsSpan(part * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];
    }

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Holes();

    [GeneratedRegex(@":root\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Palette();
}
