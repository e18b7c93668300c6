using System.Text;
using Xunit;

namespace Countersign.Tests;

public sealed class NfcTests
{
    [Fact]
    public void Composes_all_that_the_framework_composes_and_throws_over_nothing()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            foreach (var text in new[] { $"{(char)code}", $"a{(char)code}\u0301", $"\ud83d\ude00{(char)code}" })
                Assert.Equal(Composed(text), Nfc.TryNormalize(text, out var composed) ? composed : null);
        }
    }

    [Theory]
    [InlineData("jo\u0308rg", "j\u00f6rg")]
    [InlineData("", "")]
    [InlineData("\ufffe", null)]
    public void Composes_text_and_nothing_else(string text, string? expected) =>
        Assert.Equal(expected, Nfc.TryNormalize(text, out var composed) ? composed : null);

    private static string? Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
