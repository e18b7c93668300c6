namespace Countersign.Inspector.Crawl.Contents;

/// <summary>
/// Reads what a script asks for as soon as it runs: <c>fetch("...")</c> as a statement outside of all functions and conditions, without options that change
/// what is asked. All else may never run, and is left out.
/// </summary>
internal static class ScriptReader
{
    private const int MaxLength = 1024 * 1024;

    public static void Read(string script, LinkList links)
    {
        if (script.Length > MaxLength || !script.Contains("fetch(", StringComparison.Ordinal))
            return;
        var found = new List<string>();
        var (at, depth, before) = (0, 0, ';');
        while (at < script.Length)
        {
            var c = script[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c == '/' && at + 1 < script.Length && script[at + 1] is ('/' or '*'))
            {
                if (!SkipComment(script, ref at))
                    return;
            }
            else if (c is '"' or '\'' or '`')
            {
                if (!SkipText(script, ref at))
                    return;
                before = 'x';
            }
            else if (c == '/' && !EndsValue(before))
            {
                if (!SkipExpression(script, ref at))
                    return;
                before = 'x';
            }
            else if (char.IsLetter(c) || c is '_' or '$')
                before = Word(script, ref at, depth, before, found);
            else
            {
                depth += c is '{' or '(' or '[' ? 1 : c is '}' or ')' or ']' ? -1 : 0;
                if (depth < 0)
                    return;
                before = c == '>' && before == '=' ? '\u21d2' : c;
                at++;
            }
        }

        // Where brackets don't match, what was taken for the outside may have been none.
        if (depth != 0)
            return;
        foreach (var address in found)
            links.Add(address, LinkKind.Call);
    }

    // The sign that stands for the word: 'a' for await, 'x' for a value, ',' for what a value follows.
    private static char Word(string script, ref int at, int depth, char before, List<string> found)
    {
        var start = at;
        while (at < script.Length && (char.IsLetterOrDigit(script[at]) || script[at] is '_' or '$'))
            at++;
        var word = script.AsSpan(start, at - start);
        if (word.SequenceEqual("await"))
            return before is ';' or '}' or '=' ? 'a' : ',';
        if (word.SequenceEqual("fetch") && depth == 0 && before is (';' or '}' or '=' or 'a') && AddressOf(script.AsSpan(at)) is { } address)
            found.Add(address);
        return word is "return" or "typeof" or "case" or "in" or "of" or "delete" or "void" or "throw" or "new" or "else" or "do" or "yield" ? ',' : 'x';
    }

    // The literal that is the only argument, or has options beside it that change neither method nor fields.
    private static string? AddressOf(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest is not ['(', ..])
            return null;
        rest = rest[1..].TrimStart();
        if (rest is not ['"' or '\'' or '`', ..])
            return null;
        var end = rest[1..].IndexOf(rest[0]);
        if (end <= 0 || end > 2000)
            return null;
        var address = rest.Slice(1, end);
        var behind = rest[(end + 2)..].TrimStart();
        if (address.ContainsAny("\\\n\r") || address.Contains("${", StringComparison.Ordinal))
            return null;
        if (behind is [')', ..])
            return address.ToString();
        if (behind is not [',', ..] || behind.IndexOf(')') is not (>= 0 and var close))
            return null;
        var options = behind[1..close].Trim();
        return options is ['{', .., '}'] && !options.ContainsAny("($`") && !Names(options, "method") && !Names(options, "headers") && !Names(options, "body") && !Names(options, "mode") && !Names(options, "...") ? address.ToString() : null;
    }

    private static bool Names(ReadOnlySpan<char> options, string name) => options.Contains(name, StringComparison.Ordinal);

    private static bool EndsValue(char before) => before is ')' or ']' or '}' or 'x' || char.IsAsciiDigit(before);

    private static bool SkipComment(string script, ref int at)
    {
        var isLine = script[at + 1] == '/';
        var end = script.IndexOf(isLine ? "\n" : "*/", at + 2, StringComparison.Ordinal);
        at = end < 0 ? script.Length : end + (isLine ? 1 : 2);
        return end >= 0 || isLine;
    }

    // A template with values in it would have to be read as script again: what it holds is not, and its brackets match.
    private static bool SkipText(string script, ref int at)
    {
        var quote = script[at++];
        for (var depth = 0; at < script.Length; at++)
        {
            var c = script[at];
            if (c == '\\')
                at++;
            else if (quote == '`' && c == '$' && at + 1 < script.Length && script[at + 1] == '{')
                depth++;
            else if (depth > 0 && c == '}')
                depth--;
            else if (depth > 0 && (c is '`' or '"' or '\''))
                return false;
            else if (c == quote)
                return End(ref at);
            else if (c == '\n' && quote != '`')
                return false;
        }

        return false;
    }

    private static bool End(ref int at)
    {
        at++;
        return true;
    }

    private static bool SkipExpression(string script, ref int at)
    {
        var isSet = false;
        for (at++; at < script.Length; at++)
        {
            var c = script[at];
            if (c == '\n')
                return false;
            if (c == '\\')
                at++;
            else if (c == '[')
                isSet = true;
            else if (c == ']')
                isSet = false;
            else if (c == '/' && !isSet)
                return End(ref at);
        }

        return false;
    }
}
