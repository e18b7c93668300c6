namespace Countersign.Wire;

/// <summary>
/// Reads the Cookie field as RFC 6265 §5.4 has browsers write it: pairs between semicolons. Quotes have no meaning there: who gave them one could be made to
/// take a cookie for a part of another.
/// </summary>
public static class CookieField
{
    private const int MostOnStack = 512;

    /// <summary>How often a line has a cookie with this name, and the value of the first of them.</summary>
    /// <param name="line">One line of the field.</param>
    /// <param name="name">The name, case-sensitive.</param>
    /// <param name="value">The value as it stands there, without blanks around; empty when there is none.</param>
    public static int Count(ReadOnlySpan<char> line, scoped ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        value = default;
        var count = 0;

        // Most lines have none: nothing is taken apart for them.
        if (!line.Contains(name, StringComparison.Ordinal))
            return 0;
        while (TryNext(ref line, out var pair))
        {
            if (!IsNamed(pair, name, out var found))
                continue;
            if (count++ == 0)
                value = found;
        }

        return count;
    }

    /// <summary>A line without the cookies of these names, and every other octet as it is; the same text when it has none of them, empty when it has no others.</summary>
    public static string Without(string line, ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(line);
        var kept = line.Length <= MostOnStack ? stackalloc char[MostOnStack] : new char[line.Length];
        var (length, count, dropped) = (0, 0, 0);
        var rest = line.AsSpan();
        while (TryNext(ref rest, out var pair))
        {
            if (IsAny(pair, names))
            {
                dropped++;
                continue;
            }

            if (count++ > 0)
                kept[length++] = ';';
            else if (dropped > 0)
                pair = pair.TrimStart(" \t"); // what stood between a first cookie and the next one goes with it
            pair.CopyTo(kept[length..]);
            length += pair.Length;
        }

        return dropped == 0 ? line : new(kept[..length]);
    }

    private static bool IsAny(ReadOnlySpan<char> pair, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (IsNamed(pair, name, out _))
                return true;
        }

        return false;
    }

    /// <summary>Takes what stands before the next semicolon off the line; a line that is used up is null, unlike one with nothing behind its last semicolon.</summary>
    private static bool TryNext(scoped ref ReadOnlySpan<char> line, out ReadOnlySpan<char> pair)
    {
        if (line.IsEmpty)
        {
            pair = default;
            return false;
        }

        var end = line.IndexOf(';');
        pair = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return true;
    }

    private static bool IsNamed(ReadOnlySpan<char> pair, scoped ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        value = default;
        var equals = pair.IndexOf('=');
        if (equals < 0 || !pair[..equals].Trim(" \t").SequenceEqual(name))
            return false;
        value = pair[(equals + 1)..].Trim(" \t");
        return true;
    }
}
