using System.Collections.Immutable;
using System.Text;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>The words of a Caddyfile, line by line.</summary>
internal static class CaddyText
{
    /// <summary>The words of each line that has some; a line that a backslash continues is one.</summary>
    public static IEnumerable<ImmutableArray<ConfigurationArgument>> Lines(string text)
    {
        var words = ImmutableArray.CreateBuilder<ConfigurationArgument>();
        var (line, start) = (1, 0);
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '\n')
            {
                if (words.Count > 0)
                    yield return words.ToImmutable();
                words.Clear();
                at++;
                (line, start) = (line + 1, at);
            }
            else if (c == '\\' && at + 1 < text.Length && text[at + 1] is '\n' or '\r')
            {
                at = text.IndexOf('\n', at) + 1;
                (line, start) = (line + 1, at);
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == '#')
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            }
            else
            {
                var (from, at0, isQuoted) = (at - start + 1, line, c is '"' or '`');
                words.Add(new(Word(text, ref at, ref line, ref start), from) { Line = at0, IsQuoted = isQuoted });
            }
        }

        if (words.Count > 0)
            yield return words.ToImmutable();
    }

    private static string Word(string text, ref int at, ref int line, ref int start)
    {
        var (word, quote) = (new StringBuilder(), text[at] is '"' or '`' ? text[at] : '\0');
        if (quote != '\0')
            at++;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' ? char.IsWhiteSpace(c) : c == quote)
                break;
            if (c == '\n')
                (line, start) = (line + 1, at + 1);
            if (c == '\\' && at + 1 < text.Length && (quote == '"' || quote == '\0') && text[at + 1] is '"' or '\\')
                c = text[++at];
            word.Append(c);
        }

        if (quote != '\0' && at < text.Length)
            at++;
        return word.ToString();
    }
}
