using System.Buffers;
using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>Hides what opens something by being a part of a path: the links of mails that reset and confirm, hooks that anybody can call who knows them, bots.</summary>
internal static class PathSecrets
{
    private const int MaxSegments = 4;
    private const int ShortestCapability = 32;

    private static readonly string[] Announced =
    [
        "/reset", "/password", "/forgot", "/recover", "/verify", "/verification", "/confirm", "/activat", "/invit", "/magic", "/login", "/signin", "/token", "/webhook", "/hook", "/services/", "/session", "/unsubscribe",
        "/bot", "/share", "/secret", "/apikey", "/api-key", "/api_key", "/otp", "/link/", "/workflows/",
    ];

    private static readonly SearchValues<string> Words = SearchValues.Create(Announced, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> SegmentEnds = SearchValues.Create("/?#&;,\"'<>()[]{}| \t\r\n\\");

    private static readonly SearchValues<char> OpaqueCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=~");

    public static string Hide(string text)
    {
        StringBuilder? result = null;
        var (kept, at) = (0, 0);
        while (at < text.Length && text.AsSpan(at).IndexOfAny(Words) is >= 0 and var offset)
        {
            at += offset + 1;
            var end = EndOfSegment(text, at);

            // login.example.org is where, not what.
            if (at > 1 && text[at - 2] == '/')
                continue;

            // Telegram's bots have theirs behind their number.
            if (text.AsSpan(at).StartsWith("bot", StringComparison.OrdinalIgnoreCase) && text.AsSpan(at, end - at).IndexOf(':') is > 3 and var colon && !text.AsSpan(at + 3, colon - 3).ContainsAnyExceptInRange('0', '9'))
            {
                Append(ref result, text, ref kept, at + 3, end);
                at = end;
                continue;
            }

            for (var i = 0; i < MaxSegments && end < text.Length && text[end] == '/'; i++)
            {
                var start = end + 1;
                end = EndOfSegment(text, start);
                if (IsOpaque(text.AsSpan(start, end - start)))
                    Append(ref result, text, ref kept, start, end);
            }

            at = Math.Max(at, kept);
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>Hides parts of a path that a machine made up so that nobody guesses them, whatever stands before: whoever knows such an address gets in. Hashes and numbers are none.</summary>
    public static string HideCapabilities(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        end = end < 0 ? address.Length : end;
        if (end < ShortestCapability)
            return address;
        StringBuilder? result = null;
        var (kept, at) = (0, address.IndexOf('/', StringComparison.Ordinal));
        while (at >= 0 && at < end)
        {
            var start = at + 1;
            var length = address.AsSpan(start, end - start).IndexOf('/');
            at = length < 0 ? end : start + length;
            var segment = address.AsSpan(start, at - start);
            if (segment.StartsWith("(S(") && segment.EndsWith("))"))
                Append(ref result, address, ref kept, start + 3, at - 2);
            else if (IsCapability(segment))
                Append(ref result, address, ref kept, start, at);
        }

        return result is null ? address : result.Append(address, kept, address.Length - kept).ToString();
    }

    private static bool IsCapability(ReadOnlySpan<char> segment)
    {
        if (segment.Length < ShortestCapability || segment.ContainsAnyExcept(OpaqueCharacters))
            return false;
        var (digits, lower, upper, kinds, marks) = (0, 0, 0, 0, 0);
        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            marks += char.IsAsciiLetterOrDigit(c) ? 0 : 1;
            kinds += i > 0 && KindOf(c) != KindOf(segment[i - 1]) ? 1 : 0;
        }

        // Of words that are written together, most characters are of the kind of the one before.
        return digits > 1 && lower > 4 && upper > 4 && marks <= segment.Length / 8 && kinds > segment.Length / 2;
    }

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : char.IsAsciiLetterUpper(c) ? 3 : 0;

    private static void Append(ref StringBuilder? result, string text, ref int kept, int start, int end)
    {
        if (start < kept)
            return;
        result ??= new(text.Length);
        result.Append(text, kept, start - kept).Append("***");
        kept = end;
    }

    private static int EndOfSegment(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny(SegmentEnds);
        return length < 0 ? text.Length : start + length;
    }

    // Names have few digits, and files an ending.
    private static bool IsOpaque(ReadOnlySpan<char> segment)
    {
        if (segment.Length < 10 || segment.Contains('.') && segment.LastIndexOf('.') > segment.Length - 7 || segment.Contains("***", StringComparison.Ordinal))
            return false;
        var (digits, lower, upper, changes) = (0, 0, 0, 0);
        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            if (i > 0 && char.IsAsciiDigit(c) != char.IsAsciiDigit(segment[i - 1]))
                changes++;
        }

        if (digits == 0)
            return segment.Length >= 20 && upper > 2 && lower > 2 && !segment.ContainsAny('-', '_');
        return lower + upper > 0 && (changes >= 4 || (segment.Length >= 16 && (changes >= 3 || upper > 0)));
    }
}
