using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>What is filled in a phrase: <c>{wait}</c>.</summary>
internal static partial class PhraseHoles
{
    /// <summary>The holes that are filled in a phrase.</summary>
    public static ImmutableArray<string> Of(Phrase phrase) => In(EnglishPhrases.Of(phrase));

    /// <summary>A hole of a text for a phrase that nothing fills; null when there is none.</summary>
    public static string? UnknownIn(string text, Phrase phrase) => In(text).Except(Of(phrase), StringComparer.Ordinal).FirstOrDefault();

    private static ImmutableArray<string> In(string text) => [.. Hole().Matches(text).Select(hole => hole.Value)];

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();
}
