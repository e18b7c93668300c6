using System.Text;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Reads what a stylesheet loads (CSS Syntax 3): other stylesheets, images, and of each font the form that browsers of today take.</summary>
internal static class CssReader
{
    public static void Read(string css, LinkList links)
    {
        // The prelude of the rule that is open: whether it is an import, a name, or a font.
        var (at, rule, depth, fontDepth) = (0, "", 0, -1);
        var font = new List<string>();
        while (at < css.Length)
        {
            var c = css[at];
            if (c == '/' && at + 1 < css.Length && css[at + 1] == '*')
                at = css.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : css.Length;
            else if (c is '"' or '\'')
            {
                var text = Quoted(css, ref at);
                if (rule == "import")
                    links.Add(text, LinkKind.Stylesheet);
                rule = rule == "import" ? "" : rule;
            }
            else if (c == '@')
                rule = Word(css, ref at);
            else if (IsAddress(css, at))
            {
                at += 4;
                var address = Address(css, ref at);
                if (fontDepth >= 0)
                    font.Add(address);
                else if (rule is not ("namespace" or "document"))
                    links.Add(address, rule == "import" ? LinkKind.Stylesheet : LinkKind.Image);
                rule = rule == "import" ? "" : rule;
            }
            else
            {
                at++;
                if (c == '{')
                {
                    if (rule == "font-face")
                        fontDepth = depth;
                    (depth, rule) = (depth + 1, "");
                }
                else if (c == '}')
                {
                    depth = Math.Max(0, depth - 1);
                    if (fontDepth == depth)
                    {
                        AddFont(font, links);
                        fontDepth = -1;
                    }
                }
                else if (c == ';' && depth == 0)
                    rule = "";
            }
        }
    }

    // Browsers take the first form that they know, and all of today know WOFF2.
    private static void AddFont(List<string> sources, LinkList links)
    {
        var chosen = sources.Find(source => IsOf(source, ".woff2")) ?? sources.Find(source => IsOf(source, ".woff")) ?? sources.Find(source => !IsOf(source, ".eot") && !IsOf(source, ".svg"));
        links.Add(chosen, LinkKind.Font);
        sources.Clear();
    }

    private static bool IsOf(string address, string ending) => address.AsSpan(0, address.AsSpan().IndexOfAny("?#") is >= 0 and var end ? end : address.Length).EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string css, int at) =>
        css[at] is 'u' or 'U' && at + 4 <= css.Length && string.Compare(css, at, "url(", 0, 4, StringComparison.OrdinalIgnoreCase) == 0 && (at == 0 || !(char.IsLetterOrDigit(css[at - 1]) || css[at - 1] is '-' or '_'));

    private static string Word(string css, ref int at)
    {
        var start = ++at;
        while (at < css.Length && (char.IsAsciiLetterOrDigit(css[at]) || css[at] == '-'))
            at++;
        return css[start..at].ToLowerInvariant();
    }

    private static string Address(string css, ref int at)
    {
        while (at < css.Length && char.IsWhiteSpace(css[at]))
            at++;
        if (at < css.Length && css[at] is '"' or '\'')
            return Quoted(css, ref at);
        var start = at;
        while (at < css.Length && css[at] is not (')' or '"' or '\'' or '('))
            at++;
        return Plain(css.AsSpan(start, at - start).Trim());
    }

    private static string Quoted(string css, ref int at)
    {
        var quote = css[at++];
        var start = at;
        while (at < css.Length && css[at] != quote && css[at] != '\n')
            at += css[at] == '\\' ? 2 : 1;
        at = Math.Min(at, css.Length);
        var text = Plain(css.AsSpan(start, at - start));
        at++;
        return text;
    }

    // A backslash makes what follows it plain; names of characters are for texts, not for addresses.
    private static string Plain(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            if (i < text.Length)
                plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
