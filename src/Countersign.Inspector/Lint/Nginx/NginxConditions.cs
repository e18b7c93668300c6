namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What can't be known of a request is taken for untrue at first, and noted here, so that it can be asked what would be if it were true.</summary>
/// <param name="assumed">What is taken for true.</param>
internal sealed class NginxConditions(IReadOnlySet<Directive> assumed)
{
    private readonly List<Directive> _open = [];

    /// <summary>The directives whose condition could not be decided.</summary>
    public IReadOnlyList<Directive> Open => _open;

    public bool Assume(Directive directive)
    {
        if (!_open.Contains(directive))
            _open.Add(directive);
        return assumed.Contains(directive);
    }

    /// <summary>Whether the condition of an <c>if</c> holds; null where nobody here can say.</summary>
    public static bool? Holds(Directive condition, NginxRequest request, NginxScope scope, NginxWalk walk)
    {
        var words = condition.Arguments.Select(argument => argument.Text).ToList();
        if (words.Count == 0)
            return null;
        Trim(words, 0, words[0].StartsWith('(') ? words[0][1..] : words[0]);
        if (words.Count > 0)
            Trim(words, words.Count - 1, words[^1].EndsWith(')') ? words[^1][..^1] : words[^1]);
        return words switch
        {
            [var variable] => walk.Variables.Expand(variable, request, scope) is { } value ? value.Length > 0 && value != "0" : null,
            [['-' or '!', ..] and var test, var file] => Exists(test, file, request, scope, walk),
            [var variable, var comparison, var other] when walk.Variables.Expand(variable, request, scope) is { } value => Compares(value, comparison, other, request, scope, walk),
            _ => null,
        };
    }

    // A bracket may stand by itself; an empty word in quotes is a word.
    private static void Trim(List<string> words, int at, string trimmed)
    {
        if (trimmed.Length == 0 && words[at].Length > 0)
            words.RemoveAt(at);
        else
            words[at] = trimmed;
    }

    private static bool? Compares(string value, string comparison, string other, NginxRequest request, NginxScope scope, NginxWalk walk)
    {
        if (comparison is "=" or "!=")
            return walk.Variables.Expand(other, request, scope) is { } expected ? (value == expected) == (comparison == "=") : null;
        if (comparison is not ("~" or "~*" or "!~" or "!~*") || walk.Model.Pattern(other, comparison.EndsWith('*')).Match(value) is not { } match)
            return null;
        if (match.Success)
            request.Take(match);
        return match.Success != comparison.StartsWith('!');
    }

    private static bool? Exists(string test, string file, NginxRequest request, NginxScope scope, NginxWalk walk)
    {
        if (walk.Variables.Expand(file, request, scope) is not { } path || NginxPaths.RootOf(scope) is not { } root || walk.Model.Exists(path, root) is not { } exists)
            return null;
        var isFolder = exists && walk.Model.Exists(path.TrimEnd('/') + "/", root) is true;
        bool? holds = test.TrimStart('!') switch { "-f" => exists && !isFolder, "-d" => isFolder, "-e" => exists, _ => null };
        return test.StartsWith('!') ? !holds : holds;
    }
}
