using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>Reads a Caddyfile with the snippets and files that it imports.</summary>
internal sealed partial class CaddyReader(IConfigurationFiles files)
{
    private const int MaxDepth = 16;
    private const int MaxFiles = 500;
    private const int MaxNesting = 64;

    private readonly Dictionary<string, List<Line>> _snippets = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly ConfigurationProblems _problems = new();
    private readonly IncludedFiles _included = new(MaxFiles, MaxDepth);
    private int _lines;

    public ImmutableArray<string> Files => [.. _files];

    public ConfigurationProblems Problems => _problems;

    /// <summary>The secrets that were found.</summary>
    public ConfigurationSecrets Secrets { get; } = new();

    /// <summary>Its blocks: the options, whose name is empty, and the sites. The name of a site is its first address.</summary>
    public ImmutableArray<Directive> Read(string file)
    {
        _included.Open(file);
        var top = Blocks(LinesOf(file));
        foreach (var snippet in top.Where(each => IsSnippet(each.Name)))
            _snippets[snippet.Name[1..^1]] = snippet.Children;
        var sites = ImmutableArray.CreateBuilder<Directive>();
        foreach (var each in top.Where(each => !IsSnippet(each.Name)))
            Add(each, null, sites, []);
        return sites.ToImmutable();
    }

    private static bool IsSnippet(string name) => name.Length > 2 && name[0] == '(' && name[^1] == ')';

    // A file with one site may leave out its braces.
    private static List<Line> Blocks(List<Line> lines) =>
        lines is [{ HasBlock: false, Name: not "import" } site, .. var rest] && !rest.Exists(each => each.HasBlock && IsSnippet(each.Name)) ? [site with { HasBlock = true, Children = rest }] : lines;

    private List<Line> LinesOf(string file)
    {
        _files.Add(file);
        if (files.Read(file) is not { } text)
        {
            _problems.Add(file, 1, 0, "the file can't be read");
            return [];
        }

        _included.Count(text);
        var (top, open) = (new List<Line>(), new Stack<Line>());
        List<ConfigurationArgument> addresses = [];
        foreach (var words in CaddyText.Lines(text))
        {
            if (_lines++ >= IncludedFiles.MaxDirectives)
            {
                _problems.Add(file, words[0].Line, words[0].Column, string.Create(CultureInfo.InvariantCulture, $"more than {IncludedFiles.MaxDirectives:N0} lines: the rest is not read"));
                return top;
            }

            if (words is [{ Text: "}", IsQuoted: false }, ..])
            {
                if (open.Count == 0)
                    _problems.Add(file, words[0].Line, words[0].Column, "} closes nothing that is open here");
                else
                    open.Pop();
                continue;
            }

            // The addresses of a site may go on behind a comma.
            if (open.Count == 0 && words[^1].Text.EndsWith(','))
            {
                addresses.AddRange(words);
                continue;
            }

            ImmutableArray<ConfigurationArgument> all = [.. addresses, .. words];
            addresses.Clear();
            var hasBlock = all[^1] is { Text: "{", IsQuoted: false };
            var said = hasBlock ? all[..^1] : all;
            var line = new Line(said.IsEmpty ? "" : Given(said[0].Text), [.. said.Skip(1).Select(word => word with { Text = Given(word.Text) })], [.. said.Skip(1).Select(word => GivenToShow(word.Text))], new(file, all[0].Line, all[0].Column), hasBlock, []);
            (open.Count == 0 ? top : open.Peek().Children).Add(line);
            if (hasBlock && open.Count >= MaxNesting)
            {
                _problems.Add(file, line.Place.Line, line.Place.Column, "blocks within blocks are too many: the rest is not read");
                return top;
            }

            if (hasBlock)
                open.Push(line);
        }

        if (open.Count > 0)
            _problems.Add(file, open.Peek().Place.Line, open.Peek().Place.Column, $"{open.Peek().Name} is never closed");
        return top;
    }

    private void Add(Line line, Directive? parent, ImmutableArray<Directive>.Builder top, IReadOnlyList<(string Text, string Shown)> given)
    {
        if (!_included.HasRoom)
        {
            _problems.Add(line.Place.File, 1, 0, _included.Full);
            return;
        }

        _included.Count();
        if (line.Name == "import" && line.Arguments is [var what, .. var passed])
        {
            Import(line, what.Text, [.. passed.Select((word, index) => (Passed(word.Text, given), Passed(line.Shown[index + 1], given, isShown: true)))], (parent, top));
            return;
        }

        ImmutableArray<ConfigurationArgument> arguments = [.. line.Arguments.Select(word => word with { Text = Passed(word.Text, given) })];
        var shown = CaddySecrets.Without(line.Name, [.. line.Shown.Select(word => Passed(word, given, isShown: true))], [.. line.Arguments.Select(word => word.IsQuoted)], parent, Secrets);
        var directive = new Directive(Passed(line.Name, given), arguments, line.Place, parent) { Text = shown.Length == 0 ? "{" : shown, Secrets = Secrets };
        if (parent is null)
            top.Add(directive);
        else
            parent.Add(directive);
        foreach (var child in line.Children)
            Add(child, directive, top, given);
    }

    private void Import(Line line, string what, IReadOnlyList<(string Text, string Shown)> passed, (Directive? Parent, ImmutableArray<Directive>.Builder Top) to)
    {
        if (_snippets.TryGetValue(what, out var snippet))
        {
            Import(line, $"the snippet {what}", () => snippet, passed, to);
            return;
        }

        var path = Path.IsPathRooted(what) ? what : Path.Combine(Path.GetDirectoryName(line.Place.File) ?? "", what);
        var found = files.Match(path);
        if (found.IsEmpty && !what.Contains('*', StringComparison.Ordinal))
            _problems.Add(line.Place, $"there is no snippet or file {what} to import");
        foreach (var file in found)
            Import(line, file, () => LinesAndSnippets(file), passed, to);
    }

    private void Import(Line line, string name, Func<List<Line>> read, IReadOnlyList<(string Text, string Shown)> passed, (Directive? Parent, ImmutableArray<Directive>.Builder Top) to)
    {
        if (_included.Open(name) is { } problem)
        {
            _problems.Add(line.Place, problem);
            return;
        }

        foreach (var each in read())
            Add(each, to.Parent, to.Top, passed);
        _included.Close();
    }

    private List<Line> LinesAndSnippets(string file)
    {
        var lines = LinesOf(file);
        foreach (var own in lines.Where(each => IsSnippet(each.Name)))
            _snippets[own.Name[1..^1]] = own.Children;
        return [.. lines.Where(each => !IsSnippet(each.Name))];
    }

    // {$NAME:what else}
    private static string Given(string text) => Environment().Replace(text, match => match.Groups["else"].Success ? match.Groups["else"].Value : match.Value);

    private static string Passed(string text, IReadOnlyList<(string Text, string Shown)> given, bool isShown = false) =>
        given.Count == 0 ? text : Argument().Replace(text, match => int.TryParse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture, out var index) && index < given.Count ? isShown ? given[index].Shown : given[index].Text : match.Value);

    // A secret of the environment stays a name.
    private string GivenToShow(string text) => Environment().Replace(text, match =>
    {
        if (!match.Groups["else"].Success)
            return match.Value;
        if (SecretReferences.Of(match.Groups["name"].Value, isSent: true) != SecretReference.Secret)
            return match.Groups["else"].Value;
        Secrets.Remember(match.Groups["else"].Value);
        return $"{{${match.Groups["name"].Value}}}";
    });

    [GeneratedRegex(@"\{\$(?<name>[^}:]+)(:(?<else>[^}]*))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Environment();

    [GeneratedRegex(@"\{args(\[|\.)(?<index>[0-9]+)\]?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Argument();

    private sealed record Line(string Name, ImmutableArray<ConfigurationArgument> Arguments, ImmutableArray<string> Shown, ConfigurationPlace Place, bool HasBlock, List<Line> Children);
}
