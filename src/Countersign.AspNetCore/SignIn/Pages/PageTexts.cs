using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The languages of the pages: English, German, and those that a theme has texts for.</summary>
/// <param name="All">One text for each language; the first serves whoever asks for none of them.</param>
internal sealed record PageTexts(ImmutableArray<PageText> All)
{
    /// <summary>Those that are built in.</summary>
    public static PageTexts BuiltIn { get; } = new([PageText.English, PageText.German]);

    /// <summary>With a theme's own texts: those for every language, and those for one, which go before them.</summary>
    /// <param name="everywhere">What <c>texts.yaml</c> says.</param>
    /// <param name="languages">What <c>texts.LANG.yaml</c> say.</param>
    public static PageTexts With(IReadOnlyDictionary<Phrase, string> everywhere, IReadOnlyDictionary<string, IReadOnlyDictionary<Phrase, string>> languages)
    {
        var texts = BuiltIn.All.Select(text => text with { Own = Merged(everywhere, languages.GetValueOrDefault(text.Language)) });
        var further = languages.Where(language => !BuiltIn.All.Any(text => text.Language == language.Key)).OrderBy(language => language.Key, StringComparer.Ordinal)
            .Select(language => new PageText(language.Key, EnglishPhrases.Of, Merged(everywhere, language.Value)));
        return new([.. texts, .. further]);
    }

    /// <summary>The language for an Accept-Language field (RFC 9110 §12.5.4): the best liked that there is, by RFC 4647 look-up.</summary>
    public PageText For(string? accepted)
    {
        var best = All[0];
        var liking = 0m;
        foreach (var element in (accepted ?? "").Split(',', 32, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = element.Split(';', StringSplitOptions.TrimEntries);
            var quality = parts.Length == 1 ? 1 : QualityOf(parts[1]);
            if (quality > liking && Find(parts[0]) is { } text)
                (best, liking) = (text, quality);
        }

        return best;
    }

    private PageText? Find(string range)
    {
        if (range == "*")
            return All[0];
        for (var tag = range; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            if (All.FirstOrDefault(text => text.Language.Equals(tag, StringComparison.OrdinalIgnoreCase)) is { } text)
                return text;
        }

        return null;
    }

    private static decimal QualityOf(string weight) =>
        weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) && quality is >= 0 and <= 1 ? quality : 0;

    private static FrozenDictionary<Phrase, string> Merged(IReadOnlyDictionary<Phrase, string> everywhere, IReadOnlyDictionary<Phrase, string>? language)
    {
        var merged = new Dictionary<Phrase, string>(everywhere);
        foreach (var (phrase, text) in language ?? new Dictionary<Phrase, string>())
            merged[phrase] = text;
        return merged.ToFrozenDictionary();
    }
}
