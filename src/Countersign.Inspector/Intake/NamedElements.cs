using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Finds secrets in elements of XML and HTML: those that their name or an attribute announces, and those that another element before them does, as in a table.</summary>
internal static partial class NamedElements
{
    private const int MaxElement = 16 * 1024;
    private const int MaxLabel = 64;

    /// <summary>The place of the secret behind the end of a tag, and what is shown there; null where there is nothing to hide.</summary>
    public static (int Start, int End, string Shown)? Secret(string text, int anchor)
    {
        var open = anchor > 0 ? text.LastIndexOf('<', anchor - 1, Math.Min(anchor, 400)) : -1;
        if (open < 0 || anchor + 1 >= text.Length || text[anchor - 1] is '/' or '-')
            return null;
        var tag = text.AsSpan(open + 1, anchor - open - 1);
        var end = tag.IndexOfAny(" \t\r\n");
        var name = end < 0 ? tag : tag[..end];
        if (name.Length is 0 or > NamedSecrets.MaxName || name[0] is '/' or '!' or '?')
            return null;
        if (SecretNames.IsAnywhere(name, out var isWeak) && !isWeak)
            return open > 0 && char.IsAsciiLetterOrDigit(text[open - 1]) && !IsClosed(text, anchor, name) ? null : Content(text, anchor + 1, name);
        if (end > 0 && IsProperty(name) && Attribute().Match(tag.ToString()) is { Success: true } attribute && SecretNames.IsMember(attribute.Groups["name"].ValueSpan))
            return Content(text, anchor + 1, name);
        return IsLabel(name) ? Labelled(text, anchor + 1, name) : null;
    }

    // Promise<Token> has no end.
    private static bool IsClosed(string text, int anchor, ReadOnlySpan<char> name) => text.AsSpan(anchor, Math.Min(MaxElement, text.Length - anchor)).IndexOf("</") is >= 0 and var at && text.AsSpan(anchor + at + 2).StartsWith(name, StringComparison.Ordinal);

    // <Password>x</Password>, <Password><![CDATA[x]]></Password>, <Password><Value>x</Value></Password>
    private static (int Start, int End, string Shown)? Content(string text, int start, ReadOnlySpan<char> name)
    {
        if (text[start] != '<')
            return (start, text.IndexOf('<', start) is >= 0 and var next ? next : text.Length, "***");
        var rest = text.AsSpan(start, Math.Min(MaxElement, text.Length - start));
        for (var at = 0; rest[at..].IndexOf("</") is >= 0 and var offset; at += 2)
        {
            at += offset;
            if (rest[(at + 2)..].StartsWith(name, StringComparison.Ordinal))
                return at == 0 ? null : (start, start + at, "***");
        }

        return rest.StartsWith("<![CDATA[") ? (start, text.Length, "***") : null;
    }

    // <key>password</key><string>x</string>, <th>HTTP_AUTHORIZATION</th><td>Bearer x</td>
    private static (int Start, int End, string Shown)? Labelled(string text, int start, ReadOnlySpan<char> name)
    {
        var length = text.AsSpan(start, Math.Min(MaxLabel, text.Length - start)).IndexOf('<');
        if (length is <= 0 || start + length + 1 >= text.Length || text[start + length + 1] != '/')
            return null;
        var label = text.AsSpan(start, length).Trim();
        if (label.Count(' ') > 1 || !(SecretNames.IsMember(label) || SecretNames.IsField(label.ToString())))
            return null;
        var at = start + length;
        var isValue = false;
        for (var i = 0; i < 8; i++)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at >= text.Length || text[at] != '<')
                break;
            var end = text.IndexOf('>', at);
            if (end < 0)
                return null;
            var opened = Opened(text.AsSpan(at + 1, end - at - 1));
            if (IsLabel(opened) && !opened.Equals("td", StringComparison.OrdinalIgnoreCase))
                return null;
            isValue |= opened is "td" or "dd" or "string" or "value" or "data" or "TD" or "DD";
            at = end + 1;
        }

        if (!isValue || at >= text.Length || text[at] == '<')
            return null;
        var close = text.IndexOf('<', at) is >= 0 and var next ? next : text.Length;
        var value = text.AsSpan(at, close - at).Trim();

        // Tables describe parameters, too: what is a word of a language stays.
        var isSure = name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.Equals("name", StringComparison.OrdinalIgnoreCase) || value.StartsWith("&#") || value.StartsWith("&quot;") || value.ContainsAny("\"'");
        return isSure || (value.Length >= 6 && LooseSecrets.LooksRandom(value) && !value.Contains(' ')) || CredentialsScheme(value) ? (at, close, "***") : null;
    }

    private static bool CredentialsScheme(ReadOnlySpan<char> value) => value.IndexOf(' ') is > 0 and var blank && !value[(blank + 1)..].Contains(' ') && SchemeName.IsKnown(value[..blank]);

    private static ReadOnlySpan<char> Opened(ReadOnlySpan<char> tag) => tag.IndexOfAny(" \t\r\n/") is >= 0 and var end ? tag[..end] : tag;

    private static bool IsLabel(ReadOnlySpan<char> name) =>
        name.Length is >= 2 and <= 4 && (name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase) || name.Equals("dt", StringComparison.OrdinalIgnoreCase)
            || name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.Equals("name", StringComparison.OrdinalIgnoreCase));

    // Of forms, what stands behind the element is what people read.
    private static bool IsProperty(ReadOnlySpan<char> name) =>
        name.ToString().ToUpperInvariant() is "PROPERTY" or "ENTRY" or "PARAM" or "PARAMETER" or "SETTING" or "STRING" or "ITEM" or "VAR" or "VARIABLE" or "DATA" or "FIELD" or "TEXTAREA" or "PROP" or "ATTRIBUTE";

    [GeneratedRegex(@"\b(name|key|id)\s{0,4}=\s{0,4}[""']?(?<name>[\w.\[\]-]{1,96})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Attribute();
}
