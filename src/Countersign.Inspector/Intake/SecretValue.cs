using System.Collections.Frozen;

namespace Countersign.Inspector.Intake;

/// <summary>Finds how far a value reaches that stands behind a name: a string in quotes, escaped however often, an array or object, or whatever stands there bare.</summary>
internal static class SecretValue
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ScopeVerbs = new[]
    {
        "read", "write", "manage", "admin", "list", "delete", "create", "update", "rotate", "get", "view", "all", "edit", "use", "*", "readonly", "read-only", "readwrite",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The place of the secret and what is shown there; null where there is nothing to hide.</summary>
    /// <param name="text">The text.</param>
    /// <param name="anchor">Where the colon or equals sign stands.</param>
    /// <param name="name">The name before it.</param>
    /// <param name="isQuoted">Whether the name stands in quotes.</param>
    /// <param name="isWeak">Whether only what looks like a secret is one.</param>
    public static (int Start, int End, string Shown)? After(string text, int anchor, ReadOnlySpan<char> name, bool isQuoted, bool isWeak)
    {
        // Password::of names something in a program.
        if (anchor + 2 < text.Length && text[anchor + 1] == ':' && text[anchor + 2] != ' ')
            return null;
        var start = Skip(text, anchor + 1, isQuoted);
        if (start >= text.Length)
            return null;
        if (text[start] is '|' or '>' && text[anchor] == ':' && Block(text, start) is { } block)
            return block;
        if (text[anchor] == '=' && text.AsSpan(start).StartsWith("string(", StringComparison.Ordinal) && text.AsSpan(start, Math.Min(24, text.Length - start)).IndexOf('"') is > 0 and var quoted)
            start += quoted;
        if (string.CompareOrdinal(text, start, "&quot;", 0, 6) == 0)
            return Hidden(text, start + 6, IndexOrEnd(text, "&quot;", start + 6), name, isWeak);
        var slashes = 0;
        while (start + slashes < text.Length && text[start + slashes] == '\\')
            slashes++;
        if (start + slashes < text.Length && text[start + slashes] is '"' or '\'' && slashes < 64)
            return Hidden(text, start + slashes + 1, EndOfString(text, start + slashes + 1, text[start + slashes], slashes), name, isWeak);
        if (text[start] is '[' or '{' && text[anchor] == ':')
            return isWeak || IsEmpty(text.AsSpan(start)) ? null : (start, EndOfBrackets(text, start), "\"***\"");
        return Bare(text, start, anchor, name, isQuoted, isWeak);
    }

    private static (int Start, int End, string Shown)? Bare(string text, int start, int anchor, ReadOnlySpan<char> name, bool isQuoted, bool isWeak)
    {
        var isField = IsFieldName(name);
        var length = text.AsSpan(start).IndexOfAny(isField ? "\r\n\"'<>" : " \t\r\n&;,<>\"'`)}]|\\");
        var end = length < 0 ? text.Length : start + length;
        var value = text.AsSpan(start, end - start);
        if (value.IsEmpty || value is "true" or "false" or "null" or "undefined")
            return null;

        // secret:read is a scope.
        if (text[anchor] == ':' && start == anchor + 1 && !isQuoted && ScopeVerbs.Contains(value))
            return null;

        // "Token: expired" is a sentence; "password: x" hardly is.
        if (text[anchor] == ':' && !isQuoted && !SecretNames.IsPassword(name) && IsWord(value))
            return null;
        if (isQuoted && text[anchor] == ':')
            return isWeak && !LooksLikeSecret(value) ? null : (start, end, "\"***\"");
        return Hidden(text, start, end, name, isWeak);
    }

    private static (int Start, int End, string Shown)? Hidden(string text, int start, int end, ReadOnlySpan<char> name, bool isWeak)
    {
        var value = text.AsSpan(start, end - start);
        if (value.IsEmpty || (isWeak && !LooksLikeSecret(value)))
            return null;
        if (name.Equals("credentials", StringComparison.OrdinalIgnoreCase) && value is "include" or "same-origin" or "omit")
            return null;
        if (!name.EndsWith("uthorization", StringComparison.OrdinalIgnoreCase))
            return (start, end, "***");
        var blank = value.IndexOf(' ');
        return blank > 0 && SchemeName.IsKnown(value[..blank]) ? (start + blank + 1, end, "***") : (start, end, "***");
    }

    private static bool IsEmpty(ReadOnlySpan<char> brackets) => brackets[1..].TrimStart() is [']' or '}', ..];

    // YAML: lines that are indented more than what is before them.
    private static (int Start, int End, string Shown)? Block(string text, int start)
    {
        var line = text.IndexOf('\n', start);
        if (line < 0 || line - start > 4 || line + 1 >= text.Length || text[line + 1] is not (' ' or '\t'))
            return null;
        var end = line;
        while (end + 1 < text.Length && text[end + 1] is ' ' or '\t')
            end = text.IndexOf('\n', end + 1) is >= 0 and var next ? next : text.Length;
        var first = line + 1;
        while (first < end && text[first] is ' ' or '\t')
            first++;
        return first < end ? (first, end, "***") : null;
    }

    private static int Skip(string text, int at, bool isQuoted)
    {
        // LDIF has base64 behind two colons.
        if (at + 1 < text.Length && text[at] == ':' && text[at + 1] == ' ')
            at++;
        while (at < text.Length && text[at] is '=' or '>' or ' ' or '\t')
            at++;
        if (!isQuoted)
            return at;
        var next = at;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        return next;
    }

    /// <summary>Where a string ends whose quotes have so many backslashes before them. At each depth of escaping a backslash becomes two, and a quote gets one more.</summary>
    private static int EndOfString(string text, int start, char quote, int slashes)
    {
        var depth = System.Numerics.BitOperations.Log2((uint)slashes + 1);
        for (var at = start; ; at++)
        {
            at = text.IndexOf(quote, at);
            if (at < 0)
                return text.Length;
            var run = 0;
            while (at - run - 1 >= start && text[at - run - 1] == '\\')
                run++;
            if (Ends(run, depth))
                return Math.Max(start, at - Math.Min(run, slashes));
        }
    }

    private static bool Ends(int run, int depth)
    {
        for (; depth > 0 && run % 2 == 1; depth--)
            run = (run - 1) / 2;
        return run % 2 == 0;
    }

    private static int EndOfBrackets(string text, int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] is '"')
            {
                at = EndOfString(text, at + 1, '"', at > 0 && text[at - 1] == '\\' ? 1 : 0);
                while (at < text.Length && text[at] == '\\')
                    at++;
            }
            else if (text[at] is '[' or '{')
            {
                depth++;
            }
            else if (text[at] is ']' or '}' && --depth == 0)
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    private static int IndexOrEnd(string text, string mark, int from) => from <= text.Length && text.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at : text.Length;

    private static bool IsFieldName(ReadOnlySpan<char> name) =>
        name.EndsWith("uthorization", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Cookie", StringComparison.OrdinalIgnoreCase);

    private static bool IsWord(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterLower(c) && c is not ('.' or '!' or '?' or '-') && !(char.IsAsciiLetterUpper(c) && value.IndexOf(c) == 0))
                return false;
        }

        return value.Length < 24;
    }

    /// <summary>Whether something is no text, number, name or address, but what a machine made up.</summary>
    public static bool LooksOpaque(ReadOnlySpan<char> value) => value.Length >= 20 && value.ContainsAnyInRange('0', '9') && value.ContainsAnyExceptInRange('0', '9') && !value.ContainsAny(" .:,/");

    private static bool LooksLikeSecret(ReadOnlySpan<char> value) => value.Length >= 16 && value.ContainsAnyInRange('0', '9') && !value.Contains(' ');
}
