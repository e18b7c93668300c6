using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Reads a configuration with all that it includes into directives. What is included stands where its <c>include</c> stands.</summary>
/// <param name="files">Where files are read from.</param>
/// <param name="prefix">The folder of the main file, which relative names go by.</param>
internal sealed class NginxReader(IConfigurationFiles files, string prefix)
{
    private const int MaxIncludes = 32;
    private const int MaxDepth = 64;
    private const int MaxFiles = 2000;

    // They hold types and parameters, and nothing that decides who gets in.
    private static readonly string[] Harmless = ["mime.types", "fastcgi_params", "fastcgi.conf", "uwsgi_params", "scgi_params", "koi-utf", "koi-win", "win-utf", "fastcgi-php.conf", "proxy_params"];

    private readonly List<Directive> _roots = [];
    private readonly List<string> _read = [];
    private readonly IncludedFiles _included = new(MaxFiles, MaxIncludes);
    private readonly ConfigurationProblems _problems = new();
    private readonly HashSet<Directive> _gaps = [];
    private bool _hasRootGap;
    private bool _isCut;

    /// <summary>The secrets that were found.</summary>
    public ConfigurationSecrets Secrets { get; } = new(hasVariables: true);

    public IReadOnlyList<Directive> Roots => _roots;

    public ImmutableArray<string> Files => [.. _read.Distinct(StringComparer.Ordinal)];

    public ImmutableArray<(string File, ReadingProblem Problem)> Problems => Secrets.Without(_problems.All);

    /// <summary>Whether something that was to stand in a block, or in one around it, could not be read.</summary>
    public bool IsIncomplete(Directive? block) => _hasRootGap || (block is not null && block.Lineage().Any(_gaps.Contains));

    /// <summary>What the checks find. Where that was too much it is a problem of the file.</summary>
    public ImmutableArray<LintFinding> JudgedBy(Judging judging, Func<NginxCheck, IEnumerable<LintFinding>> judge, string file) => judging.By(NginxChecks.All, judge, file, _problems);

    public void Read(string file, string text, Directive? parent = null)
    {
        _included.Open(file);
        ReadOpen(file, text, parent);
    }

    private void ReadOpen(string file, string text, Directive? parent)
    {
        _read.Add(file);
        _included.Count(text);
        ReadTokens(file, new(text), parent);
        _included.Close();
    }

    private void ReadTokens(string file, NginxTokens tokens, Directive? outer)
    {
        var parent = outer;
        var depth = 0;
        List<NginxToken> words = [];
        while (true)
        {
            var token = tokens.Next();
            switch (token.Kind)
            {
                case NginxTokenKind.Word when words.Count < IncludedFiles.MaxDirectives:
                    words.Add(token);
                    continue;
                case NginxTokenKind.Word:
                    Report(file, token, "a directive has too many words: the rest is not read");
                    return;
                case NginxTokenKind.End or NginxTokenKind.Open when words.Count == 0:
                    Report(file, token, $"unexpected \"{token.Text}\"");
                    continue;
                case NginxTokenKind.End:
                    Take(file, words, parent);
                    break;
                case NginxTokenKind.Open:
                    var block = Add(file, words, parent);
                    if (block.Name.EndsWith("_by_lua_block", StringComparison.Ordinal))
                    {
                        if (!tokens.SkipLua())
                            Report(file, token, "a block of Lua is not closed");
                        break;
                    }

                    if (++depth > MaxDepth)
                    {
                        Report(file, token, "blocks stand too deep within each other: the rest is not read");
                        return;
                    }

                    parent = block;
                    break;
                case NginxTokenKind.Close when words.Count == 0 && depth > 0:
                    parent = parent!.Parent;
                    depth--;
                    break;
                case NginxTokenKind.Close:
                    Report(file, token, words.Count > 0 ? $"a semicolon is missing before \"}}\", behind {NginxText.Of(words[0].Text, ArgumentsOf(words), parent, Secrets)}" : "unexpected \"}\"");
                    if (depth > 0)
                        (parent, depth) = (parent!.Parent, depth - 1);
                    break;
                case NginxTokenKind.Broken:
                    Report(file, token, token.Text);
                    break;
                default:
                    if (words.Count > 0 || depth > 0)
                        Report(file, token, "unexpected end of file: \";\" or \"}\" is missing");
                    return;
            }

            words.Clear();
            if (!_included.HasRoom)
            {
                Stop(file, token);
                return;
            }
        }
    }

    private void Take(string file, List<NginxToken> words, Directive? parent)
    {
        var directive = Add(file, words, parent);
        if (directive is not { Name: "include", Arguments: [var pattern] })
            return;
        var path = pattern.Text.StartsWith('/') || prefix.Length == 0 ? pattern.Text : $"{prefix}/{pattern.Text}";
        var found = files.Match(path);
        if (found.IsEmpty && path.AsSpan().IndexOfAny("*?[") < 0)
            Miss(file, words[0], parent, pattern.Text, "is not there");
        foreach (var each in found.TakeWhile(_ => _included.HasRoom))
            Include(file, words[0], parent, each);
    }

    private void Include(string file, NginxToken at, Directive? parent, string included)
    {
        var isCycle = _included.IsOpen(included);
        if (_included.Open(included) is { } problem)
        {
            Report(file, at, problem);
            if (!isCycle)
                Lack(parent);
        }
        else if (files.Read(included) is { } text)
        {
            ReadOpen(included, text, parent);
        }
        else
        {
            _included.Close();
            Miss(file, at, parent, included, "can't be read");
        }
    }

    // Told once, where it happens; whatever is open then is incomplete.
    private void Stop(string file, NginxToken token)
    {
        if (!_isCut)
            Report(file, token, _included.Full);
        (_isCut, _hasRootGap) = (true, true);
    }

    private void Miss(string file, NginxToken at, Directive? parent, string included, string why)
    {
        if (Harmless.Contains(included[(included.LastIndexOf('/') + 1)..]))
            return;
        Report(file, at, $"{included}, which is to be included, {why}: it may hold what decides");
        Lack(parent);
    }

    private void Lack(Directive? parent)
    {
        if (parent is null)
            _hasRootGap = true;
        else
            _gaps.Add(parent);
    }

    private Directive Add(string file, List<NginxToken> words, Directive? parent)
    {
        _included.Count();
        var first = words[0];
        var all = ArgumentsOf(words);
        var directive = new Directive(first.Text, all, new(file, first.Line, first.Column), parent) { Text = NginxText.Of(first.Text, all, parent, Secrets), Secrets = Secrets };
        if (parent is null)
            _roots.Add(directive);
        else
            parent.Add(directive);
        return directive;
    }

    private static ImmutableArray<ConfigurationArgument> ArgumentsOf(List<NginxToken> words) =>
        [.. words.Skip(1).Select(word => new ConfigurationArgument(word.Text, word.Column) { Line = word.Line == words[0].Line ? 0 : word.Line, IsQuoted = word.IsQuoted })];

    private void Report(string file, NginxToken token, string message) => _problems.Add(file, token.Line, token.Column, message);
}
