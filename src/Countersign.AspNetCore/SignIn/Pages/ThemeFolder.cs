using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.AspNetCore.Words;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A folder with what an application makes of the pages: the files that the gateway takes as well, and texts as JSON.</summary>
internal static class ThemeFolder
{
    private const long LongestFile = 512 << 10;
    private const int LongestText = 2000;

    /// <summary>Reads one.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="theme">What holds where it says nothing.</param>
    public static (PageTheme Theme, ImmutableArray<string> Faults) Read(string folder, PageTheme theme)
    {
        if (!Directory.Exists(folder))
            return (theme, [$"there is no folder {folder}"]);
        var faults = new List<string>();
        var assets = PageTheme.Files.OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => ContentOf(Path.Combine(folder, file.Key), faults) is { } content ? new PageAsset(file.Key, file.Value, content) : null)
            .OfType<PageAsset>().ToImmutableArray();
        var languages = Directory.EnumerateFiles(folder, "texts.*.json").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file)["texts.".Length..^".json".Length])
            .ToDictionary(language => language, language => (IReadOnlyDictionary<Phrase, string>)TextsOf(Path.Combine(folder, $"texts.{language}.json"), faults), StringComparer.Ordinal);
        var texts = PageTexts.With(TextsOf(Path.Combine(folder, "texts.json"), faults), languages);
        return (theme with { Assets = assets, Texts = texts }, [.. faults]);
    }

    private static byte[]? ContentOf(string file, List<string> faults)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            if (new FileInfo(file).Length <= LongestFile)
                return File.ReadAllBytes(file);
            faults.Add($"{file} is larger than 512 KiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file} can't be read");
        }

        return null;
    }

    private static Dictionary<Phrase, string> TextsOf(string file, List<string> faults)
    {
        var texts = new Dictionary<Phrase, string>();
        if (ContentOf(file, faults) is not { } content)
            return texts;
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Take(document.RootElement, file, texts, faults);
            else
                faults.Add($"{file} has to be an object of phrases and texts");
        }
        catch (JsonException broken)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{broken.LineNumber + 1}: it is no JSON"));
        }

        return texts;
    }

    private static void Take(JsonElement map, string file, Dictionary<Phrase, string> texts, List<string> faults)
    {
        foreach (var said in map.EnumerateObject())
        {
            if (!PageText.Names.TryGetValue(said.Name, out var phrase))
                faults.Add($"{file}: no page says '{said.Name}'{NearestName.Meant(said.Name, PageText.Names.Keys.Order(StringComparer.Ordinal))}");
            else if (said.Value.ValueKind != JsonValueKind.String || said.Value.GetString() is not { Length: <= LongestText } text)
                faults.Add($"{file}: '{said.Name}' has to be a text of {LongestText} characters at most");
            else if (PhraseHoles.UnknownIn(text, phrase) is { } hole)
                faults.Add($"{file}: nothing fills {hole} in '{said.Name}'");
            else
                texts[phrase] = text;
        }
    }
}
