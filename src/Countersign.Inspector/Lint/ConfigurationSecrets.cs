using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint;

/// <summary>The secrets that stand in a configuration. What was found behind a name that announces one is hidden in every other line and sentence as well.</summary>
/// <param name="hasVariables">Whether <c>$name</c> stands for a variable there.</param>
internal sealed partial class ConfigurationSecrets(bool hasVariables = false)
{
    private const string Hidden = "***";
    private const int Capacity = 20_000;

    // Shorter ones are part of other words by chance.
    private const int Shortest = 6;
    private const int Long = 8;
    private const int LongWord = 16;
    private const int Reach = 80;

    private static readonly SearchValues<string> Plain = SearchValues.Create(["on", "off", "true", "false", "yes", "no", "none", "null", "always", "default", "-"], StringComparison.OrdinalIgnoreCase);

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private SearchValues<string>? _search;
    private string[] _longestFirst = [];

    /// <summary>What may be shown of a literal that is compared with, or set to, what a reference leads to.</summary>
    public string Shown(string literal, SecretReference reference) => reference switch
    {
        SecretReference.Secret => Value(literal),
        SecretReference.Sent => Value(literal, isSure: false),
        SecretReference.Weak when literal.Length >= Shortest && !literal.Any(char.IsWhiteSpace) && (LooseSecrets.LooksRandom(literal) || literal.AsSpan().ContainsAny("@!#&")) => Value(literal, isSure: false),
        SecretReference.Query => Pair().Replace(literal, match => SecretNames.IsParameter(match.Groups["name"].ValueSpan) ? match.Groups["name"].Value + "=" + Value(match.Groups["value"].Value) : match.Value),
        _ => Field().Replace(Pair().Replace(literal, Announced), match => SecretNames.IsField(match.Groups["name"].Value) ? match.Groups["name"].Value + match.Groups["mark"].Value + Value(match.Groups["value"].Value) : match.Value),
    };

    /// <summary>What may be shown of a value that a variable or a field is set to.</summary>
    public string Set(string text, SecretReference reference) => reference < SecretReference.Sent && Credentials().IsMatch(text) ? Value(text) : Shown(text, reference);

    /// <summary>What may be shown of a value that is secret by its name: variables tell nothing, and a scheme is half of what a reader wants to know.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isSure">Whether it is one even if it is a word of a language.</param>
    public string Value(string text, bool isSure = true)
    {
        if (Scheme().Match(text) is { Success: true } start && SchemeName.IsKnown(start.Groups["scheme"].ValueSpan))
            return text[..start.Length] + Value(text[start.Length..], isSure);
        return IsHarmless(text) ? text : Secret(text, isSure);
    }

    /// <summary>What is shown of a value that is secret whatever it looks like.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isSure">Whether it is one even if it is a word of a language.</param>
    public string Secret(string text, bool isSure = true)
    {
        Remember(text, isSure);
        return text.Length == 0 ? text : Hidden;
    }

    /// <summary>What may be shown of an expression: in each of its alternatives that refers to a secret, no literal.</summary>
    public string Expression(string text)
    {
        var shown = Clause().Replace(text, clause =>
        {
            var reference = SecretReferences.In(clause.Value);
            return reference == SecretReference.None ? clause.Value : Literal().Replace(clause.Value, match => Literals(match, clause.Value, reference));
        });
        return shown;
    }

    /// <summary>A line as it may be shown: none at all, where it can't be looked through.</summary>
    /// <param name="name">How it begins.</param>
    /// <param name="line">What it is without the secrets that its words tell.</param>
    public string Line(string name, Func<string> line)
    {
        try
        {
            var shown = Userinfo().Replace(line(), match => Secret(match.Groups["password"].Value) + "@");
            return Option().Replace(shown, match => SecretNames.IsMember(match.Groups["name"].ValueSpan) ? match.Groups["head"].Value + Value(match.Groups["value"].Value) : match.Value);
        }
        catch (RegexMatchTimeoutException)
        {
            return $"{name} {Hidden}";
        }
    }

    /// <summary>Takes notice of a secret; words of a language are hidden only where they are a whole word of a line.</summary>
    public void Remember(string secret, bool isSure = true)
    {
        foreach (var part in (hasVariables ? Variable() : Placeholder()).Split(secret).SelectMany(Pieces))
        {
            var isWord = part.Length < LongWord && part.All(char.IsLetter) && !(part.Length >= Long && LooseSecrets.LooksRandom(part));
            if (isWord && isSure && part.Length >= Shortest && _words.Count < Capacity)
                _words.Add(part);
            if (part.Length < Shortest || isWord || (part.Length < Long && part.All(char.IsAsciiDigit)) || part.AsSpan().Trim('*').IsEmpty || _known.Count >= Capacity)
                continue;
            if (_known.Add(part))
                _search = null;
        }
    }

    /// <summary>The text without what is known to be secret.</summary>
    public string Hide(string text)
    {
        if (_known.Count == 0 || text.Length < Shortest)
            return text;
        if (_search is null)
        {
            _longestFirst = [.. _known.OrderByDescending(each => each.Length).ThenBy(each => each, StringComparer.Ordinal)];
            _search = SearchValues.Create(_longestFirst, StringComparison.Ordinal);
        }

        for (var at = 0; at < text.Length && text.AsSpan(at).IndexOfAny(_search) is >= 0 and var offset;)
        {
            at += offset;
            var found = Array.Find(_longestFirst, each => string.CompareOrdinal(text, at, each, 0, each.Length) == 0 && (each.Length >= Long || IsWhole(text, at, each.Length)));
            if (found is not null)
                text = string.Concat(text.AsSpan(0, at), Hidden, text.AsSpan(at + found.Length));
            at += found is null ? 1 : Hidden.Length;
        }

        return text;
    }

    /// <summary>A line without what is known to be secret.</summary>
    public string HideInLine(string text)
    {
        text = Hide(text);
        return _words.Count == 0 ? text : Word().Replace(text, match => _words.Contains(match.Value) ? Hidden : match.Value);
    }

    /// <summary>Findings that repeat none of them.</summary>
    public ImmutableArray<LintFinding> Without(IEnumerable<LintFinding> findings) => [.. findings.Select(finding => finding with { Message = Hide(finding.Message), Fix = Hide(finding.Fix) }).OrderByDescending(finding => finding.Severity)];

    /// <summary>Problems that repeat none of them.</summary>
    public ImmutableArray<(string File, ReadingProblem Problem)> Without(IEnumerable<(string File, ReadingProblem Problem)> problems) =>
        [.. problems.Select(each => (each.File, each.Problem with { Message = Hide(TextIntake.ByLooks(each.Problem.Message)) }))];

    /// <summary>A decision that repeats none of them.</summary>
    public AccessDecision? Without(AccessDecision? decision) => decision is null ? null : decision with { Sentence = Hide(decision.Sentence) };

    private static bool IsWhole(string text, int at, int length) => (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    // What stands in an expression: without its anchors and escapes, it is the secret itself.
    private static IEnumerable<string> Pieces(string part)
    {
        var bare = part.Trim().Trim('"', '\'', '^', '$', '(', ')', '~', '*', '!', '=', ' ');
        yield return part.Trim();
        yield return bare;
        if (bare.Contains('\\', StringComparison.Ordinal))
            yield return bare.Replace("\\", "", StringComparison.Ordinal);
        foreach (var alternative in bare.Contains('|', StringComparison.Ordinal) ? bare.Split('|') : [])
            yield return alternative.Trim('(', ')', '^', '$');
        if (bare.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            yield return bare[(bare.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    private string Announced(Match pair) =>
        SecretNames.IsMember(pair.Groups["name"].ValueSpan) ? $"{pair.Groups["name"].Value}={Value(pair.Groups["value"].Value)}" : pair.Value;


    private string Literals(Match match, string clause, SecretReference reference)
    {
        var value = match.Groups["value"].Value;
        var before = clause[Math.Max(0, match.Index - Reach)..match.Index].TrimEnd();
        var isName = before.Length > 0 && before[^1] switch
        {
            '(' or '{' or ',' when clause.AsSpan(match.Index + match.Length).TrimStart().StartsWith(":") => true,
            '(' => Call().IsMatch(before),
            ',' => SecretReferences.IsName(value) && Call().IsMatch(before),
            _ => false,
        };
        return isName ? match.Value : match.Groups["open"].Value + Shown(value, reference) + match.Groups["close"].Value;
    }

    private bool IsHarmless(string text)
    {
        var bare = Bare().Replace((hasVariables ? Variable() : Placeholder()).Replace(text, ""), "");
        var core = bare.AsSpan().Trim("!=~^$*+?.()|<>,;:/\"'\\ -_&");
        return core.Length <= 1 || IsAddress(text) || core.Length <= 7 && Plain.Contains(core.ToString()) || SchemeName.IsKnown(core);
    }

    // A file, or a page that has nothing in its name that looks random.
    private static bool IsAddress(string text) => Address().IsMatch(text) && !Random().Matches(text).Any(match => match.Length >= LongWord && LooseSecrets.LooksRandom(match.ValueSpan));

    [GeneratedRegex(@"^(Basic|Bearer)\s+[^\s""=]+=*\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Credentials();

    // command --password x
    [GeneratedRegex(@"(?<=^|[\s""'|])(?<head>--(?<name>[A-Za-z][\w-]{1,40})[ =])(?<value>[^\s""']+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<=[\s""'])[A-Za-z]+(?=[\s""']|\z)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    // name:password@host, with or without a scheme before it. A port has a path behind it.
    [GeneratedRegex(@"(?<=://|[\s""'])(?!mailto:|sips?:|xmpp:|acct:)[^\s/:@""'{}]{1,128}:(?![0-9]+/|//)(?<password>[^\s@""'{}]+)@(?=[\w.\[$-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Userinfo();

    [GeneratedRegex(@"^[""'~*^!=]*(?<scheme>[A-Za-z][\w-]{2,20})(\s|\\s[+*]?|\\ |%20|\+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\$(\{[^{}]*\}|\w+)|%\{[^{}]*\}[a-z]?|%\[[^\[\]]*\]|\{\$?[a-z][a-z_]*([.\[][\w.\[\]-]+)?\}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{[^{}]*\}|[$%\\][0-9](?!\w)|%\{[^{}]*\}[a-z]?|%\[(?![^\]]*\bstr\()[^\[\]]*\]|\{\$?[a-z][a-z_]*([.\[][\w.\[\]-]+)?\}|\{\$[A-Z_][A-Z0-9_]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(https?://[\w.-]+(:[0-9]+)?(/[a-z._-]*)*|\.{0,2}/([\w.-]+/)+[\w.-]*|\.{0,2}/?[\w-]+\.(conf|pem|key|crt|txt|json|ya?ml|inc))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(req|http|resp|req_novary|reqenv|osenv|env|note|header|query|vars|(header_regexp|vars_regexp)\((\s*[""'`][^""'`]*[""'`]\s*,)?)\(?\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    // Of an expression what stands for any text, and of Set-Cookie the attributes.
    [GeneratedRegex(@"\\[sSwWdDbB]|\[\^?([A-Za-z0-9]-[A-Za-z0-9]|\\.|[^\w\[\]\\])+\]|\[\^.\]|\{[0-9]+(,[0-9]*)?\}|\(\?[:i<]?\w*>?|\b(HttpOnly|Secure|Partitioned|SameSite=\w+|Path=/)(?![\w/])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Bare();

    [GeneratedRegex(@"(?<![\w$+/=-]|\$\{)[\w+/=-]{6,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Random();

    [GeneratedRegex(@"(?<name>[\w.\[\]-]{1,64})=(?<value>[^&\s""')|$]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?<name>\b[A-Za-z][\w-]{2,60})(?<mark>:\s*)(?<value>[^\r\n]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"([^""'`&|]|""(\\.|[^""\\])*""?|'(\\.|[^'\\])*'?|`[^`]*`?|&(?!&)|\|(?!\|))+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clause();

    [GeneratedRegex(@"(?<open>"")(?<value>(\\.|[^""\\])*)(?<close>""?)|(?<open>')(?<value>(\\.|[^'\\])*)(?<close>'?)|(?<open>`)(?<value>[^`]*)(?<close>`?)|(?<open>(?<=[=!]~\s*|-strmatch\s*)/)(?<value>(\\.|[^/\\])*)(?<close>/?)|(?<open>\bm(?<mark>[#|,!@%]))(?<value>((?!\k<mark>).)*)(?<close>\k<mark>?)|(?<open>(?<=([=!]=|[=!]~|(?<![=!~<>])=|\s-\w{2,9}|\s(eq|ne|in))\s*))(?<value>(?![%$/])[^\s""'`(){},]+)(?<close>)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();
}
