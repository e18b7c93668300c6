using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Hides what a sentence says to be a secret: "wrong password x1y2 for joe", "invalid token 'x1y2'", "login with joe:x1y2 failed". What is a word of the language, a number or an algorithm stays.</summary>
internal static partial class SaidSecrets
{
    private const int LongestQuoted = 128;

    // The first that fits counts.
    private static readonly ImmutableArray<(SaidNoun Noun, string[] Words)> Nouns =
    [
        (SaidNoun.Password, ["password ", "passwd ", "passphrase ", "pass phrase ", "passcode ", "pwd ", "otp ", "pin ", "verification code ", "authorization code ", "security code ", "login code ", "one-time code "]),
        (SaidNoun.Token, ["token ", "secret ", "api key ", "apikey ", "api-key ", "access key ", "session id ", "sessionid ", "sessid ", "cookie ", "jwt "]),
        (SaidNoun.Key, ["key ", "code ", "session ", "sid ", "ticket "]),
        (SaidNoun.Compared, ["expected ", "expected: ", "got ", "got: ", "actual ", "actual: ", "received ", "received: "]),
    ];

    private static readonly string[] Links = ["is ", "was ", "of ", "value ", "provided: ", "not found: "];

    private static readonly SearchValues<string> Words = SearchValues.Create([.. Nouns.SelectMany(each => each.Words)], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>()[],;&\\”’");

    // What stands before a colon and is no name of a user.
    private static readonly string[] NoUsers = ["http", "https", "arn", "urn", "mailto", "sip", "sips", "acct", "did", "spiffe", "system", "ldap", "ldaps", "oidc", "saml", "host", "port"];

    public static string Hide(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            text = Pair().Replace(text, WithoutSecret);
        StringBuilder? result = null;
        var (kept, at) = (0, 0);
        while (text.AsSpan(at).IndexOfAny(Words) is >= 0 and var offset)
        {
            at += offset;
            var noun = NounAt(text, at, out var length);
            var start = Skip(text, at + length, out var closing);
            var end = EndOf(text, start, closing);
            if (end > start && IsSecret(text, at, start, ref end, noun, closing))
            {
                result ??= new(text.Length);
                result.Append(text, kept, start - kept).Append("***");
                kept = end;
            }

            at = Math.Max(at + 1, Math.Min(end, start));
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    private static bool IsSecret(string text, int at, int start, ref int end, SaidNoun noun, ReadOnlySpan<char> closing)
    {
        var reach = text.AsSpan(start, Math.Min(LongestQuoted + closing.Length, text.Length - start));
        if (noun == SaidNoun.Password && !closing.IsEmpty && reach.IndexOf(closing, StringComparison.Ordinal) is > 0 and var length && SaidValue.IsQuoted(reach[..length]))
        {
            end = start + length;
            return true;
        }

        return noun != SaidNoun.None && SaidValue.Is(text.AsSpan(start, end - start), noun, text.AsSpan(0, at));
    }

    private static SaidNoun NounAt(string text, int at, out int length)
    {
        foreach (var (noun, words) in Nouns)
        {
            // A monkey is no key.
            if (noun > SaidNoun.Token && at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
                break;
            foreach (var word in words)
            {
                if (text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    length = word.Length;
                    return noun;
                }
            }
        }

        length = 1;
        return SaidNoun.None;
    }

    // The quotes that are behind are like those before, backslashes included.
    private static int Skip(string text, int at, out ReadOnlySpan<char> closing)
    {
        closing = default;
        foreach (var link in Links)
        {
            if (string.Compare(text, at, link, 0, link.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += link.Length;
                break;
            }
        }

        while (at < text.Length)
        {
            var quote = at;
            while (quote < text.Length && text[quote] == '\\')
                quote++;
            if (quote == text.Length)
                break;
            var end = text[quote] is '"' or '\'' or '`' ? quote + 1 : quote > at && IsEscapedQuote(text.AsSpan(quote)) ? quote + 5 : 0;
            if (end > 0)
                closing = text.AsSpan(at, end - at);
            else if (quote == at && text[at] is '(' or '[' or '<' or '“' or '‘')
                end = at + 1;
            else
                break;
            at = end;
        }

        return at;
    }

    private static bool IsEscapedQuote(ReadOnlySpan<char> text) => text.StartsWith("u0022", StringComparison.Ordinal) || text.StartsWith("u0027", StringComparison.Ordinal);

    private static int EndOf(string text, int start, ReadOnlySpan<char> closing)
    {
        var length = text.AsSpan(start).IndexOfAny(Ends);
        var end = length < 0 ? text.Length : start + length;
        if (!closing.IsEmpty && text.AsSpan(end).StartsWith(closing, StringComparison.Ordinal))
            return end;
        while (end > start && text[end - 1] is '.' or ':' or '!' or '?')
            end--;
        return end;
    }

    private static string WithoutSecret(Match match)
    {
        var user = match.Groups["user"].Value;
        var secret = match.Groups["secret"].ValueSpan.TrimEnd(".,;)");
        var isSecret = secret.Length > 0 && !secret.StartsWith("//", StringComparison.Ordinal) && secret[0] != ':' && secret.ContainsAnyExceptInRange('0', '9') && !secret.Contains("***", StringComparison.Ordinal)
            && user.AsSpan().ContainsAnyExceptInRange('0', '9') && !NoUsers.Contains(user, StringComparer.OrdinalIgnoreCase);
        return isSecret ? $"{match.Value[..(match.Groups["secret"].Index - match.Index)]}***{match.Value[(match.Groups["secret"].Index - match.Index + secret.Length)..]}" : match.Value;
    }

    [GeneratedRegex(@"\b(log[ -]?(in|on)|sign[ -]?in|authentication|authenticate|credentials?|bind)( (attempt|failed|failure|refused|rejected|denied))?( (with|using|by|as|for|of))?( user)? [\\""'`(]{0,8}(?<user>[\w.@+-]{1,64}):(?<secret>[^\s""'`<>\\]{3,128})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pair();
}
