using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Hides what is a secret by its looks, wherever it stands: signed tokens, credentials behind their scheme, keys with the marks of their makers, userinfo of addresses.</summary>
internal static partial class LooseSecrets
{
    // What challenges hold where somebody forgot the quotes.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ChallengeParameters = new[]
    {
        "realm", "charset", "scope", "error", "error_description", "error_uri", "resource_metadata", "acr_values", "max_age", "algs", "qop", "algorithm", "stale", "as_uri",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Hide(string text)
    {
        if (text.Length < 4)
            return text;
        if (text.Contains("eyJ", StringComparison.Ordinal))
            text = SignedToken().Replace(text, "***");
        if (text.Contains("//", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal))
            text = Userinfo().Replace(text, static match => match.Value.EndsWith(":***@", StringComparison.Ordinal) || !match.ValueSpan.Contains(':') ? match.Value : match.Value[0] == ':' ? "://***@" : "//***@");
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            text = PrivateKey().Replace(text, "***");
        if (text.Contains('$', StringComparison.Ordinal))
            text = PasswordHash().Replace(text, "***");
        if (text.Contains("etItem(", StringComparison.Ordinal))
            text = StoredItem().Replace(text, Named);
        if (text.Contains("[[\"", StringComparison.Ordinal))
            text = Pair().Replace(text, Named);
        text = Scheme().Replace(text, match => LooksRandom(match.Groups["token"].ValueSpan) && !IsParameter(match.Groups["token"].ValueSpan) && !IsNameOfQuoted(match.Groups["token"], text) ? match.Groups["scheme"].Value + "***" : match.Value);
        return MarkedKey().Replace(text, "***");
    }

    /// <summary>Whether something is no word of a language: there are digits or padding in it, or capitals within.</summary>
    public static bool LooksRandom(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyInRange('0', '9') || text.Contains('=') || text.Contains('+'))
            return true;
        return text.Length > 1 && text[1..].ContainsAnyInRange('A', 'Z') && text.ContainsAnyInRange('a', 'z');
    }

    // Bearer authorization_uri="https://...": a name, and behind the quotes its value. Padding within quotes has an end behind them.
    private static bool IsNameOfQuoted(Group token, string text)
    {
        var end = token.Index + token.Length;
        return token.ValueSpan is [.. var name, '='] && char.IsAsciiLetter(name.IsEmpty ? '0' : name[0]) && !name.ContainsAnyExcept(NameCharacters)
            && end + 1 < text.Length && text[end] == '"' && text[end + 1] is not (',' or '}' or ']' or ';' or ')' or ' ' or '\r' or '\n');
    }

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    private static bool IsParameter(ReadOnlySpan<char> text) => text.IndexOf('=') is > 0 and var equals && ChallengeParameters.Contains(text[..equals]);

    [GeneratedRegex(@"eyJ[\w-]{6,}(\.[\w-]*){0,4}", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex SignedToken();

    [GeneratedRegex(@":?//[^\s/""'<>@?#]{1,512}@", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Userinfo();

    private static string Named(Match match) =>
        match.Groups["value"].Length > 0 && SecretNames.IsMember(match.Groups["name"].ValueSpan) ? $"{match.Value[..(match.Groups["value"].Index - match.Index)]}***{match.Value[(match.Groups["value"].Index - match.Index + match.Groups["value"].Length)..]}" : match.Value;

    // localStorage.setItem('token', 'x')
    [GeneratedRegex(@"\bsetItem\(\s{0,8}[""'](?<name>[\w.:-]{1,64})[""']\s{0,8},\s{0,8}[""'](?<value>[^""'\r\n]{1,8192})", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex StoredItem();

    // [["X-API-Key", "x"]]
    [GeneratedRegex(@"[\[,]\s{0,8}\[\s{0,8}""(?<name>[\w.:-]{1,64})""\s{0,8},\s{0,8}""(?<value>(\\.|[^""\\]){1,8192})""\s{0,8}\]", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Pair();

    // crypt(3) and its kind: who has the hash finds the password at leisure.
    [GeneratedRegex(@"\$(2[abxy]?|5|6|y|apr1|argon2(id?|d)|pbkdf2[\w-]{0,10}|scrypt)\$[\w./+=,$-]{20,}", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex PasswordHash();

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]{0,40}-----|\z)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(?<scheme>(Basic|Bearer|DPoP|Token|Negotiate|NTLM|ApiKey|GNAP|Hawk)(\s{1,4}|%20|\+|:\s?))(?<token>[\w+/.~=-]{8,})(?![\w""]*\s*=)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\b(gh[opusr]_|github_pat_|gl(pat|ptt|dt|rt|cbt)-|[sr]k_(live|test)_|whsec_|xox[abceoprs](\.xox[bp])?-|xapp-|AIza|AKIA|ASIA|ya29\.|GOCSPX-|npm_|pypi-|hf_|sk-|SG\.|shp(at|ca|pa|ss)_|do[opr]_v1_|dckr_pat_|hv[sbr]\.|PMAK-|xkeysib-|tskey-|lin_api_|figd_|sq0(atp|csp)-)[\w-]{10,}(\.[\w-]{16,})?", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex MarkedKey();
}
