using System.Collections.Immutable;
using Countersign.AspNetCore.SignIn.Pages;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads the folder of a theme: files for the pages, and what they say. A change of one of them is a change of the configuration.</summary>
internal static class ThemeReader
{
    private const int LongestFile = 512 << 10;

    public static PageTheme Read(SectionReader section)
    {
        if (section.Text("theme") is not { } name || section.Context.Folder(name, section.Shown("theme"), section.PathOf("theme"), section.MarkOf("theme")) is not { } folder)
            return PageTheme.BuiltIn;

        var assets = ImmutableArray.CreateBuilder<PageAsset>();
        foreach (var (file, type) in PageTheme.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (ContentOf(section, Path.Combine(folder, file)) is { } content)
                assets.Add(new(file, type, content));
        }

        var everywhere = ThemeTextsReader.Read(section.Context, Path.Combine(folder, "texts.yaml"));
        var languages = LanguagesOf(folder).ToDictionary(
            language => language,
            language => (IReadOnlyDictionary<Phrase, string>)ThemeTextsReader.Read(section.Context, Path.Combine(folder, $"texts.{language}.yaml")),
            StringComparer.Ordinal);
        return PageTheme.BuiltIn with { Assets = assets.ToImmutable(), Texts = PageTexts.With(everywhere, languages) };
    }

    /// <summary>The built-in languages too, so that a file of theirs that comes later is seen.</summary>
    private static IEnumerable<string> LanguagesOf(string folder) => Directory.EnumerateFiles(folder, "texts.*.yaml")
        .Select(file => Path.GetFileName(file)["texts.".Length..^".yaml".Length])
        .Where(language => language.Length is > 0 and <= 35 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        .Concat(PageTexts.BuiltIn.All.Select(text => text.Language))
        .Distinct(StringComparer.Ordinal);

    private static byte[]? ContentOf(SectionReader section, string file)
    {
        section.Context.Stamps.Take(file);
        var content = ThemeFile.Read(file, LongestFile, out var fault);
        if (fault is not null)
            section.Report("theme", fault.Code, $"{Path.GetFileName(file)} in {section.Shown("theme")} {fault.What}", fault.Suggestion);
        return content;
    }
}
