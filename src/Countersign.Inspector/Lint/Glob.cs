namespace Countersign.Inspector.Lint;

/// <summary>Patterns of names of files: <c>*</c>, <c>?</c> and <c>[a-z]</c>, as glob(7) has them.</summary>
internal static class Glob
{
    /// <summary>Whether a name fits. It takes at most the product of both lengths: only the last <c>*</c> is ever tried again.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (inPattern, inName, afterStar, starEnd) = (0, 0, -1, 0);
        while (inName < name.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == '*')
            {
                (afterStar, starEnd) = (++inPattern, inName);
                continue;
            }

            var (fits, length) = inPattern < pattern.Length ? One(pattern[inPattern..], name[inName]) : (false, 0);
            if (fits)
                (inPattern, inName) = (inPattern + length, inName + 1);
            else if (afterStar >= 0)
                (inPattern, inName) = (afterStar, ++starEnd);
            else
                return false;
        }

        return pattern[inPattern..].IndexOfAnyExcept('*') < 0;
    }

    // Whether a character fits what a pattern begins with, and how long that is.
    private static (bool Fits, int Length) One(ReadOnlySpan<char> pattern, char c)
    {
        if (pattern[0] == '?')
            return (true, 1);
        if (pattern[0] == '\\' && pattern.Length > 1)
            return (pattern[1] == c, 2);
        if (pattern[0] != '[')
            return (pattern[0] == c, 1);
        // A ] that stands first is one of the set; a [ without its ] is itself.
        var isNegated = pattern.Length > 1 && pattern[1] is '!' or '^';
        var start = isNegated ? 2 : 1;
        var length = pattern.Length > start + 1 ? pattern[(start + 1)..].IndexOf(']') : -1;
        if (length < 0)
            return (c == '[', 1);
        return (IsIn(pattern.Slice(start, length + 1), c) != isNegated, start + length + 2);
    }

    private static bool IsIn(ReadOnlySpan<char> set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                    return true;
                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
