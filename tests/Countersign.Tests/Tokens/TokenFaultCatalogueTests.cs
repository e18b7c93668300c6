using System.Text.RegularExpressions;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed partial class TokenFaultCatalogueTests
{
    [Fact]
    public void Every_kind_has_a_whole_row() => Assert.All(TokenFaultCatalogue.All, kind =>
    {
        Assert.All([kind.Row().Code, kind.Row().Sentence, kind.Row().Section], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.EndsWith(".", kind.Row().Sentence, StringComparison.Ordinal);
        Assert.StartsWith("RFC ", kind.Row().Section, StringComparison.Ordinal);
    });

    [Fact]
    public void Codes_are_the_names_of_the_list_in_kebab_case() => Assert.All(TokenFaultCatalogue.All, kind =>
        Assert.Equal(kind.ToString().ToLowerInvariant(), kind.Row().Code.Replace("-", "")));

    [Fact]
    public void Codes_are_unique() =>
        Assert.Equal(TokenFaultCatalogue.All.Length, TokenFaultCatalogue.All.Select(kind => kind.Row().Code).Distinct().Count());

    [Fact]
    public void Codes_have_words() => Assert.All(TokenFaultCatalogue.All, kind => Assert.Matches(Words(), kind.Row().Code));

    [GeneratedRegex("^[a-z]+[0-9]*[a-z]*(-[a-z]+[0-9]*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
