using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>The lines of a file of httpd, those that a backslash continues joined, without comments.</summary>
internal static class ApacheText
{
    /// <summary>What ends the name of a directive.</summary>
    public static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\f\v>");

    /// <summary>A line that says something.</summary>
    /// <param name="Number">Its number, from 1; the first one's, where it goes on.</param>
    /// <param name="Column">The column of its first letter, from 1.</param>
    /// <param name="Text">What it says.</param>
    internal readonly record struct Line(int Number, int Column, string Text);

    public static IEnumerable<Line> Lines(string text)
    {
        var (joined, first, number) = (new StringBuilder(), 0, 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (joined.Length == 0)
                first = number;
            if (line.EndsWith('\\'))
            {
                joined.Append(line.AsSpan(0, line.Length - 1)).Append(' ');
                continue;
            }

            var whole = joined.Append(line).ToString();
            joined.Clear();
            if (Of(whole, first) is { } said)
                yield return said;
        }

        if (Of(joined.ToString(), first) is { } last)
            yield return last;
    }

    /// <summary>The words behind the name of a directive, quoted ones without their quotes.</summary>
    /// <param name="text">The line.</param>
    /// <param name="from">Where they begin in it.</param>
    /// <param name="column">The column of the line's first letter.</param>
    public static ImmutableArray<ConfigurationArgument> Arguments(string text, int from, int column)
    {
        var arguments = ImmutableArray.CreateBuilder<ConfigurationArgument>();
        for (var at = from; ;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at >= text.Length)
                return arguments.ToImmutable();
            var start = at;
            arguments.Add(new(Word(text, ref at), start + column) { IsQuoted = text[start] is '"' or '\'' });
        }
    }

    private static string Word(string text, ref int at)
    {
        var quote = text[at] is '"' or '\'' ? text[at] : '\0';
        if (quote == '\0')
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            return text[start..at];
        }

        var word = new StringBuilder();
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] == quote || text[at + 1] == '\\'))
                at++;
            word.Append(text[at]);
        }

        at++;
        return word.ToString();
    }

    private static Line? Of(string text, int number)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.IsEmpty || trimmed[0] == '#' ? null : new(number, text.Length - text.AsSpan().TrimStart().Length + 1, trimmed.ToString());
    }
}
