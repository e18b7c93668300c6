using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Intake;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// A pattern of whole path segments: <c>*</c> is exactly one that is not empty, <c>**</c> zero or more, everything else is
/// literal and case-sensitive. <c>/assets/**</c> takes <c>/assets</c> and <c>/assets/x</c>, never <c>/assets-old</c>.
/// </summary>
public sealed class PathPattern
{
    private const string One = "*";
    private const string Many = "**";

    // The inclusion test keeps a set of pattern positions in one machine word.
    private const int MaxSegments = 60;

    // Honest patterns need some dozens.
    private const int MostStates = 10_000;

    private readonly string _text;
    private readonly string[] _segments;

    private PathPattern(string text, string[] segments)
    {
        _text = text;
        _segments = segments;
    }

    /// <summary>The segments, in order; those that are <c>*</c> or <c>**</c> are wildcards.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>Reads a pattern that is known to be good; throws <see cref="FormatException"/> when it is not.</summary>
    public static PathPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new FormatException(fault);

    /// <summary>Reads a pattern, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        pattern = null;
        fault = FaultOf(text);
        if (fault is not null)
            return false;

        var segments = text[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is not (One or Many) && !TryCanonical(segments[i], out segments[i], out fault))
                return false;
        }

        // `**/**` says nothing that `**` does not.
        var kept = segments.Where((segment, i) => segment != Many || i == 0 || segments[i - 1] != Many).ToArray();
        if (kept.Length > MaxSegments)
        {
            fault = $"has more than {MaxSegments} segments";
            return false;
        }

        pattern = new PathPattern("/" + string.Join('/', segments), kept);
        return true;
    }

    /// <summary>Whether a canonical path is taken. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<char> canonicalPath) => Walks(canonicalPath, StringComparison.Ordinal);

    /// <summary>Whether a path would be taken if letter case did not matter; never a reason to take it.</summary>
    internal bool MatchesInAnyCase(ReadOnlySpan<char> canonicalPath) => Walks(canonicalPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether every path that the other pattern takes is taken by this one as well. No where it would take too long to tell: what asks are warnings.
    /// </summary>
    public bool Covers(PathPattern other)
    {
        // Exact inclusion: walk the other pattern, and with it the set of this one's positions that are possible. A literal
        // that occurs in neither stands for all of them; the empty segment is not taken by `*`.
        var letters = _segments.Concat(other._segments).Where(segment => segment is not (One or Many)).Append("").Append("\0").Distinct(StringComparer.Ordinal).ToArray();
        var seen = new HashSet<(int, ulong)>();
        var open = new Stack<(int Other, ulong Mine)>();
        open.Push((0, Closure(1)));
        while (open.TryPop(out var state))
        {
            if (!seen.Add(state))
                continue;
            if (seen.Count > MostStates)
                return false;
            if (state.Other == other._segments.Length)
            {
                if ((state.Mine & (1UL << _segments.Length)) == 0)
                    return false;
                continue;
            }

            var segment = other._segments[state.Other];
            if (segment == Many)
                open.Push((state.Other + 1, state.Mine));
            foreach (var letter in letters)
            {
                if (segment == Many)
                    open.Push((state.Other, Step(state.Mine, letter)));
                else if (Takes(segment, letter))
                    open.Push((state.Other + 1, Step(state.Mine, letter)));
            }
        }

        return true;
    }

    /// <summary>The pattern in canonical form.</summary>
    public override string ToString() => _text;

    private bool Walks(ReadOnlySpan<char> canonicalPath, StringComparison comparison)
    {
        if (canonicalPath.IsEmpty || canonicalPath[0] != '/')
            return false;

        // The usual glob walk: on a mismatch, the last `**` swallows one segment more. Positions are those of the next
        // segment's first character; one beyond the end means that no segment is left.
        int at = 1, next = 0, retryAt = -1, retryNext = -1;
        while (at <= canonicalPath.Length)
        {
            if (next < _segments.Length && _segments[next] == Many)
            {
                retryNext = ++next;
                retryAt = at;
                if (next == _segments.Length)
                    return true;
                continue;
            }

            var rest = canonicalPath[at..];
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            if (next < _segments.Length && Takes(_segments[next], segment, comparison))
            {
                next++;
                at += segment.Length + 1;
                continue;
            }

            if (retryNext < 0)
                return false;
            var skipped = canonicalPath[retryAt..].IndexOf('/');
            if (skipped < 0)
                return next == _segments.Length;
            retryAt += skipped + 1;
            at = retryAt;
            next = retryNext;
        }

        while (next < _segments.Length && _segments[next] == Many)
            next++;
        return next == _segments.Length;
    }

    private static bool Takes(string pattern, ReadOnlySpan<char> segment, StringComparison comparison = StringComparison.Ordinal) =>
        pattern == One ? !segment.IsEmpty : segment.Equals(pattern, comparison);

    private ulong Step(ulong positions, string letter)
    {
        ulong reached = 0;
        for (var i = 0; i < _segments.Length; i++)
        {
            if ((positions & (1UL << i)) == 0)
                continue;
            if (_segments[i] == Many)
                reached |= 1UL << i;
            else if (Takes(_segments[i], letter))
                reached |= 1UL << (i + 1);
        }

        return Closure(reached);
    }

    private ulong Closure(ulong positions)
    {
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] == Many && (positions & (1UL << i)) != 0)
                positions |= 1UL << (i + 1);
        }

        return positions;
    }

    /// <summary>Spells a literal as canonical paths do: in any other spelling it would match nothing, and a route that denies would deny nothing.</summary>
    private static bool TryCanonical(string literal, out string canonical, [NotNullWhen(false)] out string? fault)
    {
        var written = string.Concat(literal.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
        var isRead = CanonicalTarget.TryRead("/" + written, out var target, out var why);
        canonical = isRead ? target.Path[1..] : literal;
        fault = !isRead ? $"matches no request: {why}"
            : canonical.Length > 0 && canonical.All(c => c == '*') ? $"has the segment {literal}, which would be a wildcard once decoded"
            : null;
        return fault is null;
    }

    private static string? FaultOf(string text)
    {
        if (!text.StartsWith('/'))
            return "does not start with /";
        if (text.Contains("//", StringComparison.Ordinal))
            return "has an empty segment (//)";
        if (text.AsSpan().IndexOfAny("?#\\;") is >= 0 and var at)
            return $"has the character {text[at]}, which no canonical path has";
        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            return "has white space";

        foreach (var segment in text.Split('/'))
        {
            if (segment is "." or "..")
                return $"has the segment {segment}, which no canonical path has";
            if (segment.Length > 2 && segment.All(c => c == '*'))
                return $"has the segment {segment}; only * (one segment) and ** (zero or more) are wildcards";
        }

        return null;
    }
}
