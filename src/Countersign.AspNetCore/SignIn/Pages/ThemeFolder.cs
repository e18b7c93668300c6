using System.Collections.Immutable;
using Countersign.AspNetCore.Words;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A folder with what an application makes of the pages: the files and texts that the gateway takes as well.</summary>
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
        var languages = Directory.EnumerateFiles(folder, "texts.*.yaml").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file)["texts.".Length..^".yaml".Length])
            .ToDictionary(language => language, language => (IReadOnlyDictionary<Phrase, string>)TextsOf(Path.Combine(folder, $"texts.{language}.yaml"), faults), StringComparer.Ordinal);
        var texts = PageTexts.With(TextsOf(Path.Combine(folder, "texts.yaml"), faults), languages);
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
            var yaml = new YamlStream();
            yaml.Load(new StreamReader(new MemoryStream(content)));
            if (yaml.Documents is [{ RootNode: YamlMappingNode map }])
                Take(map, file, texts, faults);
            else if (yaml.Documents.Count > 0)
                faults.Add($"{file} has to be a mapping of phrases to texts");
        }
        catch (YamlException broken)
        {
            faults.Add($"{file}:{broken.Start.Line}: it is no YAML");
        }

        return texts;
    }

    private static void Take(YamlMappingNode map, string file, Dictionary<Phrase, string> texts, List<string> faults)
    {
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!PageText.Names.TryGetValue(name, out var phrase))
                faults.Add($"{file}:{key.Start.Line}: no page says '{name}'{NearestName.Meant(name, PageText.Names.Keys.Order(StringComparer.Ordinal))}");
            else if (value is not YamlScalarNode { Value: { Length: <= LongestText } text })
                faults.Add($"{file}:{value.Start.Line}: '{name}' has to be a text of {LongestText} characters at most");
            else if (PhraseHoles.UnknownIn(text, phrase) is { } hole)
                faults.Add($"{file}:{value.Start.Line}: nothing fills {hole} in '{name}'");
            else
                texts[phrase] = text;
        }
    }
}
