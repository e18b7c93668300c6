using Countersign.AspNetCore.SignIn.Pages;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads what a theme has the pages say: a mapping of phrases to texts.</summary>
internal static class ThemeTextsReader
{
    private const int LongestFile = 256 << 10;
    private const int LongestText = 2000;

    public static Dictionary<Phrase, string> Read(ReadingContext context, string file)
    {
        var texts = new Dictionary<Phrase, string>();
        context.Stamps.Take(file);

        // Places are those in this file.
        var own = context.For(file);
        if (TextOf(own) is { } written && YamlTreeReader.Read(written, own) is { } tree and not YamlText { IsNull: true })
        {
            if (tree is YamlMap map)
                Take(map, own, texts);
            else
                own.Error("", tree.Mark, "wrong-type", $"the file has to be a mapping of phrases to texts, not {SectionReader.KindOf(tree)}", null);
        }

        context.Include(own);
        return texts;
    }

    private static string? TextOf(ReadingContext own)
    {
        var content = ThemeFile.Read(own.File, LongestFile, out var fault);
        if (fault is not null)
            own.Error("", new(1, 1), fault.Code, $"the file {fault.What}", fault.Suggestion);
        return content is null ? null : new StreamReader(new MemoryStream(content)).ReadToEnd();
    }

    private static void Take(YamlMap map, ReadingContext own, Dictionary<Phrase, string> texts)
    {
        foreach (var (key, mark, value) in map.Entries)
        {
            if (!PageText.Names.TryGetValue(key, out var phrase))
                own.Error(key, mark, "unknown-key", $"no page says '{key}'", SectionReader.Meant(key, PageText.Names.Keys.Order(StringComparer.Ordinal)));
            else if (value is not YamlText { IsNull: false } text)
                own.Error(key, value.Mark, "wrong-type", $"'{key}' has to be a text, not {SectionReader.KindOf(value)}", null);
            else if (text.Text.Length > LongestText)
                own.Error(key, value.Mark, "text-too-long", $"'{key}' is longer than {LongestText} characters", null);
            else if (PhraseHoles.UnknownIn(text.Text, phrase) is { } hole)
                own.Error(key, value.Mark, "unknown-hole", $"nothing fills {hole} in '{key}'", PhraseHoles.Of(phrase) is [_, ..] known ? $"what is filled there: {string.Join(", ", known)}" : "nothing is filled there");
            else if (!texts.TryAdd(phrase, text.Text))
                own.Error(key, mark, "duplicate-key", $"'{key}' is given twice", null);
        }
    }
}
