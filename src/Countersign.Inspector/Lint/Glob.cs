namespace Countersign.Inspector.Lint;

/// <summary>Patterns of names of files: <c>*</c>, <c>?</c> and <c>[a-z]</c>, as glob(7) has them.</summary>
internal static class Glob
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                pattern = pattern.TrimStart('*');
                for (var skipped = 0; skipped <= name.Length; skipped++)
                {
                    if (IsMatch(pattern, name[skipped..]))
                        return true;
                }

                return false;
            }

            if (name.IsEmpty)
                return false;
            var (fits, length) = One(pattern, name[0]);
            if (!fits)
                return false;
            pattern = pattern[length..];
            name = name[1..];
        }

        return name.IsEmpty;
    }

    // Whether a character fits what a pattern begins with, and how long that is.
    private static (bool Fits, int Length) One(ReadOnlySpan<char> pattern, char c)
    {
        if (pattern[0] == '?')
            return (true, 1);
        if (pattern[0] == '\\' && pattern.Length > 1)
            return (pattern[1] == c, 2);
        // A ] that stands first is one of the set.
        var end = pattern[0] == '[' && pattern.Length > 2 ? pattern[2..].IndexOf(']') + 2 : 1;
        if (end < 2)
            return (pattern[0] == c, 1);
        var set = pattern[1..end];
        var isNegated = set[0] is '!' or '^' && set.Length > 1;
        return (IsIn(isNegated ? set[1..] : set, c) != isNegated, end + 1);
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
