using System.Globalization;
using System.Text;

namespace Countersign.TestKit;

/// <summary>
/// A slow, literal transcription of the recipient's grammar of RFC 9110 §5.6, §11.2 to §11.4 and §11.6. Each rule gives the set of all
/// ends that it can reach, so nothing depends on look-ahead or greed. Shares no code with the readers that it checks.
/// </summary>
public sealed class AbnfChallengeParser
{
    private readonly string _text;
    private readonly Dictionary<int, HashSet<(int End, string Tree)>> _challenges = [];

    private AbnfChallengeParser(string text) => _text = text;

    /// <summary>All trees of <c>#challenge</c>; none when the value is outside the grammar.</summary>
    public static IReadOnlyCollection<string> Challenges(string value)
    {
        var parser = new AbnfChallengeParser(value.Trim(' ', '\t'));
        return parser.Whole(parser.List(0, parser.Challenge));
    }

    /// <summary>All trees of <c>credentials</c>.</summary>
    public static IReadOnlyCollection<string> Credentials(string value)
    {
        var parser = new AbnfChallengeParser(value.Trim(' ', '\t'));
        return parser.Whole(parser.Challenge(0));
    }

    /// <summary>All trees of <c>#auth-param</c>.</summary>
    public static IReadOnlyCollection<string> AuthenticationInfo(string value)
    {
        var parser = new AbnfChallengeParser(value.Trim(' ', '\t'));
        return parser.Whole(parser.List(0, parser.AuthParam));
    }

    /// <summary>How a tree shows a challenge with a token68, parameters, or neither.</summary>
    public static string Tree(string scheme, string? token68, IEnumerable<(string Name, string Value, bool Quoted)> parameters)
    {
        var tree = new StringBuilder("<").Append(scheme).Append('>');
        if (token68 is not null)
            tree.Append('[').Append(token68).Append(']');
        foreach (var (name, value, quoted) in parameters)
            tree.Append(Tree(name, value, quoted));
        return tree.ToString();
    }

    /// <summary>How a tree shows a parameter.</summary>
    public static string Tree(string name, string value, bool quoted) =>
        string.Create(CultureInfo.InvariantCulture, $"{{{name}{(quoted ? '"' : '=')}{value.Length}:{value}}}");

    private HashSet<string> Whole(HashSet<(int End, string Tree)> ends) => [.. ends.Where(end => end.End == _text.Length).Select(end => end.Tree)];

    // #element => [ element ] *( OWS "," OWS [ element ] )
    private HashSet<(int End, string Tree)> List(int at, Func<int, HashSet<(int End, string Tree)>> element)
    {
        HashSet<(int End, string Tree)> all = [(at, ""), .. element(at)];
        var open = new Queue<(int End, string Tree)>(all);
        while (open.TryDequeue(out var soFar))
        {
            foreach (var ows in WhiteSpace(soFar.End).Where(end => Is(end, ',')))
            {
                foreach (var next in WhiteSpace(ows + 1))
                {
                    foreach (var (end, tree) in element(next).Append((next, "")))
                    {
                        if (all.Add((end, soFar.Tree + tree)))
                            open.Enqueue((end, soFar.Tree + tree));
                    }
                }
            }
        }

        return all;
    }

    // challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]; credentials are the same.
    private HashSet<(int End, string Tree)> Challenge(int at)
    {
        if (_challenges.TryGetValue(at, out var known))
            return known;

        HashSet<(int End, string Tree)> all = [];
        foreach (var schemeEnd in Token(at))
        {
            var scheme = Tree(_text[at..schemeEnd], null, []);
            all.Add((schemeEnd, scheme));
            for (var after = schemeEnd; Is(after, ' ');)
            {
                after++;
                foreach (var end in Token68(after))
                    all.Add((end, Tree(_text[at..schemeEnd], _text[after..end], [])));
                foreach (var (end, tree) in List(after, AuthParam))
                    all.Add((end, scheme + tree));
            }
        }

        return _challenges[at] = all;
    }

    // auth-param = token BWS "=" BWS ( token / quoted-string )
    private HashSet<(int End, string Tree)> AuthParam(int at)
    {
        HashSet<(int End, string Tree)> all = [];
        foreach (var nameEnd in Token(at))
        {
            foreach (var equals in WhiteSpace(nameEnd).Where(end => Is(end, '=')))
            {
                foreach (var value in WhiteSpace(equals + 1))
                {
                    foreach (var end in Token(value))
                        all.Add((end, Tree(_text[at..nameEnd], _text[value..end], quoted: false)));
                    foreach (var (end, content) in QuotedString(value))
                        all.Add((end, Tree(_text[at..nameEnd], content, quoted: true)));
                }
            }
        }

        return all;
    }

    // quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
    private IEnumerable<(int End, string Content)> QuotedString(int at)
    {
        if (!Is(at, '"'))
            yield break;
        var content = new StringBuilder();
        for (at++; at < _text.Length; at++)
        {
            if (IsQdText(_text[at]))
                content.Append(_text[at]);
            else if (_text[at] == '\\' && at + 1 < _text.Length && IsQuotable(_text[at + 1]))
                content.Append(_text[++at]);
            else
                break;
        }

        if (Is(at, '"'))
            yield return (at + 1, content.ToString());
    }

    // token = 1*tchar
    private IEnumerable<int> Token(int at)
    {
        while (at < _text.Length && IsTchar(_text[at]))
            yield return ++at;
    }

    // token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
    private IEnumerable<int> Token68(int at)
    {
        while (at < _text.Length && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] is '-' or '.' or '_' or '~' or '+' or '/'))
        {
            yield return ++at;
            for (var padded = at; Is(padded, '=');)
                yield return ++padded;
        }
    }

    // OWS = BWS = *( SP / HTAB )
    private IEnumerable<int> WhiteSpace(int at)
    {
        yield return at;
        while (Is(at, ' ') || Is(at, '\t'))
            yield return ++at;
    }

    private bool Is(int at, char c) => at < _text.Length && _text[at] == c;

    private static bool IsTchar(char c) => char.IsAsciiLetterOrDigit(c)
        || c is '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '.' or '^' or '_' or '`' or '|' or '~';

    private static bool IsQdText(char c) => c is '\t' or ' ' or '\x21' or (>= '\x23' and <= '\x5b') or (>= '\x5d' and <= '\x7e') or >= '\x80';

    private static bool IsQuotable(char c) => c is '\t' or ' ' or (>= '\x21' and <= '\x7e') or >= '\x80';
}
