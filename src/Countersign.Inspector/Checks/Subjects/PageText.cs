using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Checks.Subjects;

/// <summary>What a page, or a sentence, says of the request itself: menus, links and scripts speak of other things, and so do questions and rules.</summary>
internal static class PageText
{
    private const int MaxMatches = 16;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Aside = new[] { "a", "nav", "menu", "footer", "aside", "script", "style", "select", "button", "q", "blockquote" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] General = ["mean", "setting", "documentation", "handbook", "guide", "may ", "can ", "could ", "will ", "get ", "gets ", "errors", "answers", "responses", "are answered", "is answered"];

    private static readonly string[] Asking = ["what does ", "what is ", "what are ", "about ", "how to ", "if ", "when ", "why ", "faq: "];

    /// <summary>The text with blanks where a page speaks of other things, so that all else stays in its place.</summary>
    public static string Blanked(string page)
    {
        char[]? shown = null;
        var unclosed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = page.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < page.Length; at = page.IndexOf('<', at + 1))
        {
            var name = page.AsSpan(at + 1, Math.Min(12, page.Length - at - 1));
            var length = 0;
            while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
                length++;
            if (!Aside.Contains(name[..length]) || (length < name.Length && name[length] is not ('>' or ' ' or '\t' or '\r' or '\n' or '/')) || unclosed.Contains(name[..length].ToString()))
                continue;
            var end = page.IndexOf($"</{name[..length]}", at, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                unclosed.Add(name[..length].ToString());
                continue;
            }

            shown ??= page.ToCharArray();
            shown.AsSpan(at, end - at).Fill(' ');
            at = end;
        }

        return shown is null ? page : new(shown);
    }

    /// <summary>Where words stand that are said of the request itself.</summary>
    public static Match Find(Regex words, string text)
    {
        try
        {
            var match = words.Match(text);
            for (var i = 0; i < MaxMatches && match.Success; i++, match = match.NextMatch())
            {
                if (!IsInPassing(text, match.Index, match.Index + match.Length))
                    return match;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // What takes too long to look through has none.
        }

        return Match.Empty;
    }

    private static bool IsInPassing(string text, int start, int end)
    {
        var after = text.AsSpan(end, Math.Min(200, text.Length - end));
        var stop = after.IndexOfAny(".!?<\n");
        if (stop >= 0 && after[stop] == '?' && (stop + 1 == after.Length || !char.IsAsciiLetterOrDigit(after[stop + 1])))
            return true;
        var next = after.TrimStart("\"'”’ ").ToString();
        if (Array.Exists(General, word => next.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            return true;
        var before = text.AsSpan(Math.Max(0, start - 32), Math.Min(32, start)).TrimEnd("\"'“‘").ToString();
        return Array.Exists(Asking, word => before.EndsWith(word, StringComparison.OrdinalIgnoreCase) && (before.Length == word.Length || !char.IsAsciiLetter(before[^(word.Length + 1)])));
    }
}
