using System.Text;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Makes addresses that an expression takes, from the expression: not every one can be made, and none is used that does not match.</summary>
internal static class NginxSample
{
    /// <summary>Addresses below a prefix that an expression takes.</summary>
    public static IEnumerable<string> Under(string prefix, NginxLocation expression)
    {
        expression.Scope.Judging.Count(8 + expression.Text.Length / 16);
        var sample = Of(expression.Text);
        var candidates = new[] { prefix + sample.TrimStart('/'), $"{prefix.TrimEnd('/')}/x{sample}", $"{prefix.TrimEnd('/')}{sample}", $"{prefix}x{sample}", sample, prefix };
        return candidates.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && NginxRequest.Normalized(path) == path && expression.Pattern!.Match(path) is { Success: true }).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The text that everything begins with that an anchored expression takes.</summary>
    public static string LiteralStart(string expression)
    {
        var literal = new StringBuilder();
        for (var i = expression.StartsWith('^') ? 1 : 0; i < expression.Length; i++)
        {
            var c = expression[i];
            if (c == '\\' && i + 1 < expression.Length && !char.IsAsciiLetterOrDigit(expression[i + 1]))
                c = expression[++i];
            else if ("\\.[(|*+?{^$".Contains(c, StringComparison.Ordinal))
                return "*?{".Contains(c, StringComparison.Ordinal) && literal.Length > 0 ? literal.ToString(0, literal.Length - 1) : literal.ToString();
            literal.Append(c);
        }

        return literal.ToString();
    }

    private static string Of(string expression)
    {
        var at = 0;
        return Alternatives(expression, ref at, 0);
    }

    private static string Alternatives(string text, ref int at, int depth)
    {
        string? first = null;
        var current = new StringBuilder();
        while (at < text.Length && text[at] != ')')
        {
            if (text[at] == '|')
            {
                first ??= current.ToString();
                current.Clear();
                at++;
                continue;
            }

            var piece = Piece(text, ref at, depth);
            current.Append(Repeated(piece, text, ref at));
        }

        return first ?? current.ToString();
    }

    private static string Piece(string text, ref int at, int depth)
    {
        var c = text[at++];
        switch (c)
        {
            case '^' or '$':
                return "";
            case '.':
                return "x";
            case '\\' when at < text.Length:
                c = text[at++];
                return c switch { 'd' => "1", 'w' or 'S' or 'D' => "x", 's' => " ", 'b' or 'B' or 'A' or 'z' or 'Z' => "", _ => c.ToString() };
            case '[':
                return Set(text, ref at);
            case '(':
                return Group(text, ref at, depth);
            default:
                return c.ToString();
        }
    }

    private static string Group(string text, ref int at, int depth)
    {
        var isLook = false;
        if (at < text.Length && text[at] == '?')
        {
            var rest = text.AsSpan(at);
            isLook = rest.StartsWith("?!") || rest.StartsWith("?<!") || rest.StartsWith("?=") || rest.StartsWith("?<=");
            var name = rest.IndexOf('>');
            at += rest.StartsWith("?:") ? 2 : isLook ? 2 : name > 0 && (rest.StartsWith("?<") || rest.StartsWith("?P<")) ? name + 1 : 1;
        }

        var inner = depth > 30 ? "" : Alternatives(text, ref at, depth + 1);
        if (at < text.Length)
            at++;
        return isLook ? "" : inner;
    }

    private static string Set(string text, ref int at)
    {
        var end = text.IndexOf(']', Math.Min(at + 1, text.Length));
        var set = end < 0 ? text[at..] : text[at..end];
        at = end < 0 ? text.Length : end + 1;
        if (set.StartsWith('^'))
            return "xyz1-_~".FirstOrDefault(c => !set.Contains(c, StringComparison.Ordinal), 'x').ToString();
        return set is ['\\', 'd', ..] ? "1" : set is ['\\', 'w' or 's', ..] ? "x" : set is ['\\', var escaped, ..] ? escaped.ToString() : set.Length > 0 ? set[0].ToString() : "";
    }

    private static string Repeated(string piece, string text, ref int at)
    {
        if (at >= text.Length)
            return piece;
        switch (text[at])
        {
            case '*' or '?':
                at++;
                piece = "";
                break;
            case '+':
                at++;
                break;
            case '{' when text.IndexOf('}', at) is > 0 and var end:
                var least = int.TryParse(text.AsSpan(at + 1, end - at - 1).ToString().Split(',')[0], out var number) ? Math.Min(number, 50) : 1;
                at = end + 1;
                piece = string.Concat(Enumerable.Repeat(piece, least));
                break;
            default:
                return piece;
        }

        if (at < text.Length && text[at] is '?' or '+')
            at++;
        return piece;
    }
}
