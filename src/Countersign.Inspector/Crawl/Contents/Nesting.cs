using System.Buffers;
using System.Collections.Frozen;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Cuts a page where it goes deeper than any page of people, since the time that reading takes grows with the square of the depth.</summary>
internal static class Nesting
{
    private const int MaxDepth = 1500;
    private const int MaxName = 16;
    private const int MaxTag = 4096;

    private static readonly SearchValues<char> EndsName = SearchValues.Create(" \t\r\n\f/>");

    // Those that hold nothing, and those that the next of their kind ends.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Flat = new[]
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Those that end a drawing that they stand in (HTML, parsing of foreign content).
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OutOfDrawings = new[]
    {
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "font", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta",
        "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The page, or what stands before it goes too deep.</summary>
    public static string Bounded(string html)
    {
        var (depth, drawings) = (0, 0);
        for (var at = html.IndexOf('<'); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at))
        {
            var start = at++;
            if (html[at] == '!')
            {
                if (!html.AsSpan(at).StartsWith("!--"))
                    continue;
                at = html.IndexOf("-->", at, StringComparison.Ordinal);
                if (at < 0)
                    return html;
                continue;
            }

            var isEnd = html[at] == '/';
            at += isEnd ? 1 : 0;
            if (at >= html.Length || !char.IsAsciiLetter(html[at]))
                continue;
            var name = html.AsSpan(at, Math.Min(MaxName, html.Length - at));
            name = name[..(name.IndexOfAny(EndsName) is >= 0 and var length ? length : name.Length)];
            if (OutOfDrawings.Contains(name))
                drawings = 0;
            if (Flat.Contains(name))
                continue;
            if (name.Equals("svg", StringComparison.OrdinalIgnoreCase) || name.Equals("math", StringComparison.OrdinalIgnoreCase))
                drawings = Math.Max(0, drawings + (isEnd ? -1 : 1));

            // Only in drawings does a stroke before its end close an element.
            if (drawings > 0 && !isEnd && html.AsSpan(at, Math.Min(MaxTag, html.Length - at)) is var tag && tag.IndexOf('>') is > 0 and var bracket && tag[bracket - 1] == '/')
                continue;
            if (!isEnd && (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase)))
            {
                at = html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase);
                if (at < 0)
                    return html;
                at += 2;
                continue;
            }

            depth = isEnd ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > MaxDepth)
                return html[..start];
        }

        return html;
    }
}
