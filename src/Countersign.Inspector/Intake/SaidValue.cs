using System.Collections.Frozen;

namespace Countersign.Inspector.Intake;

/// <summary>Tells secrets that a sentence names from words, numbers, dates and algorithms.</summary>
internal static class SaidValue
{
    private const int Longest = 4096;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = new[]
    {
        "", "st", "nd", "rd", "th", "ms", "s", "m", "h", "d", "w", "y", "min", "mins", "sec", "secs", "hour", "hours", "day", "days", "bit", "bits", "byte", "bytes", "kb", "mb", "x", "chars",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Algorithms = new[]
    {
        "rs", "es", "ps", "hs", "sha", "md", "oauth", "aes", "tls", "rfc", "http", "base", "utf", "v", "x", "ecdh", "ed", "p", "k", "ia", "win", "crc", "line", "step", "part", "number", "version", "node", "type", "level",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether what follows a noun is a secret.</summary>
    /// <param name="value">What follows.</param>
    /// <param name="noun">The noun.</param>
    /// <param name="before">What stands before the noun.</param>
    public static bool Is(ReadOnlySpan<char> value, SaidNoun noun, ReadOnlySpan<char> before)
    {
        if (value.Length is < 4 or > Longest || !value.ContainsAnyInRange('0', '9') || value.Contains("***", StringComparison.Ordinal) || value[0] is '/' or '.' or '$' or '{' or '%' || value.Contains("://", StringComparison.Ordinal))
            return false;
        var digits = value.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            return value.Length >= 6 && (noun == SaidNoun.Password || (noun == SaidNoun.Key && value.Length <= 8 && !EndsIn(before, "error") && !EndsIn(before, "status")));
        if (IsDate(value, digits) || Units.Contains(value[digits..].TrimStart('-')) || IsAlgorithm(value))
            return false;
        return noun switch
        {
            SaidNoun.Key => value.Length >= 8 && IsMadeUp(value),
            SaidNoun.Compared => value.Length >= 16 && IsMadeUp(value) && !NamesSomebody(before),
            _ => true,
        };
    }

    /// <summary>Whether what stands in quotes behind the word for a password is one: the quotes may be those of a program, and what is between them its text.</summary>
    public static bool IsQuoted(ReadOnlySpan<char> value) =>
        value.Length is > 0 and <= 128 && !" ,:;}])+&|?/<>=".Contains(value[0], StringComparison.Ordinal) && value[^1] != ' ' && !value.ContainsAny('\r', '\n') && !value.Contains("***", StringComparison.Ordinal);

    // Letters and digits take turns, or there are capitals within; codes of errors are words with a number behind.
    private static bool IsMadeUp(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || (value.Contains('_') && !value.ContainsAnyInRange('a', 'z')))
            return false;
        var (turns, last) = (0, '\0');
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                continue;
            if (last != '\0' && char.IsAsciiDigit(c) != char.IsAsciiDigit(last))
                turns++;
            last = c;
        }

        return turns >= 4 || (value.Length >= 10 && turns > 0 && value[1..].ContainsAnyInRange('A', 'Z') && value.ContainsAnyInRange('a', 'z'));
    }

    // Audiences, issuers and clients are named by what looks like a secret.
    private static bool NamesSomebody(ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - 80)..];
        foreach (var word in new[] { "aud", "iss", "tenant", "client" })
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool EndsIn(ReadOnlySpan<char> text, string word) => text.TrimEnd().EndsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsDate(ReadOnlySpan<char> value, int digits) => (digits == 4 && value[4] == '-') || (digits is 1 or 2 && value[digits] is ':' or '.' or '/');

    private static bool IsAlgorithm(ReadOnlySpan<char> value)
    {
        var name = value.TrimEnd("0123456789.");
        return name.Length < value.Length && Algorithms.Contains(name.TrimEnd("-_/"));
    }
}
