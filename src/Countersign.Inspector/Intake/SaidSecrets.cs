using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Countersign.Inspector.Intake;

/// <summary>Hides what a sentence says to be a secret: "wrong password x1y2 for joe", "invalid token 'x1y2'". What is a word of the language, a number or an algorithm stays.</summary>
internal static class SaidSecrets
{
    private static readonly string[] Passwords = ["password ", "passwd ", "passphrase ", "passcode ", "pwd ", "otp ", "pin ", "verification code ", "authorization code ", "security code ", "login code ", "one-time code "];

    private static readonly string[] Tokens = ["token ", "secret ", "api key ", "apikey ", "api-key ", "access key ", "session id ", "cookie ", "jwt "];

    private static readonly string[] Links = ["is ", "was ", "of ", "value ", "provided: ", "not found: "];

    private static readonly SearchValues<string> Nouns = SearchValues.Create([.. Passwords, .. Tokens], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>()[],;&\\”’");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = new[]
    {
        "", "st", "nd", "rd", "th", "ms", "s", "m", "h", "d", "w", "y", "min", "mins", "sec", "secs", "hour", "hours", "day", "days", "bit", "bits", "byte", "bytes", "kb", "mb", "x", "chars",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Algorithms = new[]
    {
        "rs", "es", "ps", "hs", "sha", "md", "oauth", "aes", "tls", "rfc", "http", "base", "utf", "v", "x", "ecdh", "ed", "p", "k", "ia", "win", "crc", "line", "step", "part", "number", "version", "node", "type", "level",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Hide(string text)
    {
        StringBuilder? result = null;
        var (kept, at) = (0, 0);
        while (text.AsSpan(at).IndexOfAny(Nouns) is >= 0 and var offset)
        {
            at += offset;
            var start = at + LengthOfNoun(text.AsSpan(at), out var isPassword);
            start = Skip(text, start);
            var end = EndOf(text, start);
            if (end > start && LooksSaid(text.AsSpan(start, end - start), isPassword))
            {
                result ??= new(text.Length);
                result.Append(text, kept, start - kept).Append("***");
                kept = end;
            }

            at = Math.Max(at + 1, Math.Min(end, start));
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    private static int LengthOfNoun(ReadOnlySpan<char> text, out bool isPassword)
    {
        isPassword = true;
        foreach (var noun in Passwords)
        {
            if (text.StartsWith(noun, StringComparison.OrdinalIgnoreCase))
                return noun.Length;
        }

        isPassword = false;
        foreach (var noun in Tokens)
        {
            if (text.StartsWith(noun, StringComparison.OrdinalIgnoreCase))
                return noun.Length;
        }

        return 1;
    }

    private static int Skip(string text, int at)
    {
        foreach (var link in Links)
        {
            if (string.Compare(text, at, link, 0, link.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += link.Length;
                break;
            }
        }

        while (at < text.Length && text[at] is '"' or '\'' or '`' or '(' or '[' or '<' or '\\' or '“' or '‘')
            at++;
        return at;
    }

    private static int EndOf(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny(Ends);
        var end = length < 0 ? text.Length : start + length;
        while (end > start && text[end - 1] is '.' or ':' or '!' or '?')
            end--;
        return end;
    }

    private static bool LooksSaid(ReadOnlySpan<char> value, bool isPassword)
    {
        if (value.Length is < 4 or > 4096 || !value.ContainsAnyInRange('0', '9') || value.Contains("***", StringComparison.Ordinal) || value[0] is '/' or '.' or '$' or '{' or '%' || value.Contains("://", StringComparison.Ordinal))
            return false;
        var digits = value.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            return isPassword && value.Length >= 6;
        return !IsDate(value, digits) && !Units.Contains(value[digits..].TrimStart('-')) && !IsAlgorithm(value);
    }

    private static bool IsDate(ReadOnlySpan<char> value, int digits) => (digits == 4 && value[4] == '-') || (digits is 1 or 2 && value[digits] is ':' or '.' or '/');

    private static bool IsAlgorithm(ReadOnlySpan<char> value)
    {
        var name = value.TrimEnd("0123456789.");
        return name.Length < value.Length && Algorithms.Contains(name.TrimEnd("-_/"));
    }
}
