using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>
/// Hides what a name announces as a secret: members of JSON however deep it is escaped in other texts, parameters, attributes of HTML and XML, elements of XML, assignments of scripts, lines of
/// fields. It goes by the name and the mark behind it alone, so that it finds them in what is cut off or broken, too.
/// </summary>
internal static partial class NamedSecrets
{
    public const int MaxName = 96;

    private static readonly SearchValues<char> Anchors = SearchValues.Create(":=>");

    /// <summary>The text without them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isGrammar">Whether it is of a challenge or the like, whose scopes and sentences have colons in them.</param>
    /// <param name="taken">Is told what was hidden.</param>
    public static string Hide(string text, bool isGrammar = false, Action<string>? taken = null)
    {
        StringBuilder? result = null;
        var (kept, at) = (0, 0);
        while (at < text.Length && text.AsSpan(at).IndexOfAny(Anchors) is >= 0 and var offset)
        {
            at += offset;
            if (Secret(text, at, isGrammar) is not { } span || span.Start < kept)
            {
                at++;
                continue;
            }

            taken?.Invoke(text[span.Start..span.End]);
            result ??= new(text.Length);
            result.Append(text, kept, span.Start - kept).Append(span.Shown);
            (kept, at) = (span.End, Math.Max(span.End, at + 1));
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    private static (int Start, int End, string Shown)? Secret(string text, int anchor, bool isGrammar)
    {
        if (text[anchor] == '>')
            return NamedElements.Secret(text, anchor);
        if (isGrammar && text[anchor] == ':' && !IsColonOfSecret(text, anchor))
            return null;
        var name = NameBefore(text, anchor, out var isQuoted);
        if (name.Length == 0)
            return null;
        if (!SecretNames.IsAnywhere(name, out var isWeak))
        {
            var isOfKey = name.Length <= 2 && KeyMembers.IsPrivate(text, anchor, name);
            if (!isOfKey && (!IsValueOfPair(name) || !NamesSecretNearby(text, anchor)))
                return null;
            isWeak = false;
        }
        else if (isWeak && text[anchor] == '=' && anchor > name.Length && text[anchor - name.Length - 1] is '?' or '&' or '#')
        {
            isWeak = false;
        }

        if (isGrammar && (isWeak || IsOfChallenge(name, text.AsSpan(anchor + 1))) && !IsWithinQuotes(text.AsSpan(0, anchor)))
            return null;
        return SecretValue.After(text, anchor, name, isQuoted, isWeak);
    }

    // "secret:read" is a scope; "password: x" and "password":"x" are none.
    private static bool IsColonOfSecret(string text, int anchor) => (anchor + 1 < text.Length && text[anchor + 1] is ' ' or '"' or '\'' or '\\') || (anchor > 0 && text[anchor - 1] is '"' or '\'');

    // RFC 7804 has sid; Azure says authorization="https://..." where its tokens are made.
    private static bool IsOfChallenge(ReadOnlySpan<char> name, ReadOnlySpan<char> rest) =>
        name.Equals("sid", StringComparison.OrdinalIgnoreCase)
        || (name.Equals("authorization", StringComparison.OrdinalIgnoreCase) && rest.TrimStart('"').StartsWith("http", StringComparison.OrdinalIgnoreCase));

    // What a description says is said to people, and its names are none of the grammar's.
    private static bool IsWithinQuotes(ReadOnlySpan<char> before) => (before.Count('"') - before.Count("\\\"")) % 2 == 1;

    /// <summary>The name that stands before a colon or an equals sign, without its quotes.</summary>
    private static ReadOnlySpan<char> NameBefore(string text, int anchor, out bool isQuoted)
    {
        isQuoted = false;
        var end = anchor;
        while (end > 0 && anchor - end < 4 && text[end - 1] is ' ' or '\t')
            end--;
        if (end >= 6 && text.AsSpan(end - 6, 6).Equals("&quot;", StringComparison.Ordinal))
        {
            end -= 6;
            isQuoted = true;
        }

        // sessionStorage["token"] = "x"
        if (end > 1 && text[end - 1] == ']' && text[end - 2] is '"' or '\'')
            end--;
        while (end > 0 && text[end - 1] is '"' or '\'' or '\\')
        {
            end--;
            isQuoted = true;
        }

        var start = end;
        while (start > 0 && end - start < MaxName && IsNameCharacter(text[start - 1]))
            start--;
        var name = text.AsSpan(start, end - start);
        if (name.Contains("\\u", StringComparison.Ordinal))
            name = Unescaped(name.ToString());
        return name[(name.LastIndexOfAny('&', '?') + 1)..];
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']' or '$' or '%' or '\\';

    private static string Unescaped(string name) =>
        Escape().Replace(name, match => ((char)ushort.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    // <input name="password" value="x">, <meta name="csrf-token" content="x">, {"name": "Authorization", "value": "x"}
    private static bool IsValueOfPair(ReadOnlySpan<char> name) => name.Equals("value", StringComparison.OrdinalIgnoreCase) || name.Equals("val", StringComparison.OrdinalIgnoreCase) || name.Equals("content", StringComparison.OrdinalIgnoreCase);

    private static bool NamesSecretNearby(string text, int anchor)
    {
        const int Reach = 600;
        var before = text.AsSpan(Math.Max(0, anchor - Reach), Math.Min(anchor, Reach));
        var start = before.LastIndexOfAny('<', '{');
        var after = text.AsSpan(anchor, Math.Min(Reach, text.Length - anchor));
        var end = after.IndexOfAny('>', '}');
        if (start < 0)
            return false;
        var (one, other) = (before[(start + 1)..].ToString(), (end < 0 ? after : after[..end]).ToString());
        return PairName().EnumerateMatchesOf(one).Concat(PairName().EnumerateMatchesOf(other))
            .Any(name => name.Equals("hidden", StringComparison.OrdinalIgnoreCase) || SecretNames.IsParameter(name) || SecretNames.IsField(name));
    }

    private static IEnumerable<string> EnumerateMatchesOf(this Regex regex, string text) => regex.Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\\+u(?<code>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\b(name|id|key|property|type)\\{0,7}[""']?\s{0,4}[:=]\s{0,4}\\{0,7}[""']?(?<name>[\w.\[\]-]{1,96})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PairName();
}
