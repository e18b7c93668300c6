using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>Reads the files of httpd with all that they include, variables put in. What can't be read is told.</summary>
internal sealed partial class ApacheReader(IConfigurationFiles files)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxFiles = 2000;
    private const int MaxDepth = 32;
    private const int MaxNesting = 64;

    private static readonly string[] InnerFolders = ["conf", "conf.d", "conf-enabled", "conf-available", "sites-enabled", "sites-available", "vhosts.d"];

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly ConfigurationProblems _problems = new();
    private readonly IncludedFiles _included = new(MaxFiles, MaxDepth);
    private readonly Dictionary<string, ImmutableArray<Directive>> _beside = new(StringComparer.Ordinal);

    // Such a file includes no others.
    private bool _isBeside;

    public ApacheModules Modules { get; } = new();

    public ImmutableArray<string> Files => [.. _files];

    public ConfigurationProblems Problems => _problems;

    /// <summary>The secrets that were found.</summary>
    public ConfigurationSecrets Secrets { get; } = new();

    /// <summary>Where relative names of files begin.</summary>
    public string ServerRoot { get; private set; } = "";

    /// <summary>Reads the file that the server begins with.</summary>
    public ImmutableArray<Directive> Read(string file)
    {
        var folder = Path.GetDirectoryName(file) ?? "";
        ServerRoot = InnerFolders.Contains(Path.GetFileName(folder), StringComparer.Ordinal) ? Path.GetDirectoryName(folder) ?? "" : folder;
        ReadVariables(Path.Combine(folder, "envvars"));
        var top = new List<Directive>();
        _included.Open(file);
        ReadFile(file, null, top);
        _included.Close();
        return [.. top];
    }

    /// <summary>Reads a file that lies beside what is served; null where there is none.</summary>
    public ImmutableArray<Directive>? ReadBeside(string file)
    {
        if (_beside.TryGetValue(file, out var known))
            return known.IsDefault ? null : known;
        var top = new List<Directive>();
        var isThere = files.Exists(file) != false && files.Read(file) is not null && Open(file, new(file, 1, 0));
        if (isThere)
        {
            _isBeside = true;
            ReadFile(file, null, top);
            _isBeside = false;
            _included.Close();
        }

        _beside[file] = isThere ? [.. top] : default;
        return isThere ? _beside[file] : null;
    }

    /// <summary>A name of a file as the server takes it.</summary>
    public string Full(string path) => Path.IsPathRooted(path) || ServerRoot.Length == 0 ? path : Path.Combine(ServerRoot, path);

    /// <summary>Those that count, in their order: what stands in a block for a module that there is, stands where the block does.</summary>
    public IEnumerable<Directive> Active(IEnumerable<Directive> directives) =>
        directives.SelectMany(each => !IsConditional(each) ? [each] : Applies(each) ? Active(each.Children) : []);

    public static bool IsConditional(Directive each) => Is(each, "<IfModule") || Is(each, "<IfDefine") || Is(each, "<IfVersion") || Is(each, "<IfFile") || Is(each, "<IfDirective") || Is(each, "<IfSection");

    public static bool Is(Directive each, string name) => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what stands in a conditional block counts.</summary>
    public bool Applies(Directive block)
    {
        var asked = block.Arguments is [var first, ..] ? first.Text : "";
        var isNegated = asked.StartsWith('!');
        var what = isNegated ? asked[1..] : asked;
        if (Is(block, "<IfModule"))
            return Modules.Has(what) != isNegated;
        if (Is(block, "<IfDefine"))
            return _variables.ContainsKey(what) != isNegated;
        if (Is(block, "<IfVersion"))
            return IsOfVersion(block.Arguments);
        return !Is(block, "<IfFile") || (files.Exists(Full(what)) ?? true) != isNegated;
    }

    // All that this goes by holds for httpd 2.4.
    private static bool IsOfVersion(ImmutableArray<ConfigurationArgument> asked)
    {
        var (word, text) = asked switch { [var sign, var number, ..] => (sign.Text, number.Text), [var number] => ("=", number.Text), _ => ("=", "") };
        if (!Version.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0", out var version))
            return true;
        var order = new Version(2, 4, version.Build < 0 ? 0 : 65).CompareTo(version.Build < 0 ? new Version(version.Major, version.Minor, 0) : version);
        return word switch { ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, "!=" or "!~" => order != 0, _ => order == 0 };
    }

    // Why one is not read is told where it is included.
    private bool Open(string file, ConfigurationPlace place)
    {
        if (_included.Open(file) is not { } problem)
            return true;
        _problems.Add(place, problem);
        return false;
    }

    private void ReadFile(string file, Directive? parent, List<Directive> top)
    {
        _files.Add(file);
        if (files.Read(file) is not { } text)
        {
            _problems.Add(file, 1, 0, "the file can't be read");
            return;
        }

        _included.Count(text);
        var within = parent;
        foreach (var line in ApacheText.Lines(text))
        {
            if (!_included.HasRoom)
            {
                _problems.Add(file, line.Number, line.Column, _included.Full);
                return;
            }

            _included.Count();
            var said = Variable().Replace(line.Text, match => _variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));
            if (said.Length > MaxLine)
            {
                _problems.Add(file, line.Number, line.Column, "what Define stands for here is too long");
                continue;
            }

            if (said.StartsWith("</", StringComparison.Ordinal))
            {
                if (within == parent || within is null || !said.AsSpan(2).TrimEnd('>').Trim().Equals(within.Name.AsSpan(1), StringComparison.OrdinalIgnoreCase))
                    _problems.Add(file, line.Number, line.Column, $"{said} closes nothing that is open here");
                else
                    within = within.Parent;
                continue;
            }

            var directive = Directive(said, SecretVariables(line.Text), file, line, within);
            if (within is null)
                top.Add(directive);
            else
                within.Add(directive);
            if (directive.Name[0] != '<')
                Obey(directive, top);
            else if (directive.Lineage().Count() <= MaxNesting)
                within = directive;
            else
                _problems.Add(file, line.Number, line.Column, "blocks within blocks are too many: this one is not followed");
        }

        if (within != parent)
            _problems.Add(within!.Place, $"{within.Text} is never closed");
    }

    /// <summary>A line with its variables put in, but for those that are secret by their names.</summary>
    private string SecretVariables(string text) =>
        Variable().Replace(text, match => _variables.TryGetValue(match.Groups["name"].Value, out var value) && SecretReferences.OfSetting(match.Groups["name"].Value) != SecretReference.Secret ? value : match.Value);

    private Directive Directive(string said, string shown, string file, ApacheText.Line line, Directive? within)
    {
        var end = said.AsSpan().IndexOfAny(ApacheText.NameEnds);
        end = end <= 0 ? said.Length : end;
        var name = said[..end];
        var rest = said[0] == '<' ? said.TrimEnd().TrimEnd('>') : said;
        var arguments = ApacheText.Arguments(rest, Math.Min(end, rest.Length), line.Column);
        return new(name, arguments, new(file, line.Number, line.Column), within) { Text = ApacheSecrets.Without(shown, Secrets), Secrets = Secrets };
    }

    // What counts while the files are read.
    private void Obey(Directive directive, List<Directive> top)
    {
        if (directive.Arguments is not [var first, .. var rest])
            return;
        if (Is(directive, "LoadModule"))
            Modules.Load(first.Text);
        else if (Is(directive, "Define"))
            _variables[first.Text] = rest is [var value, ..] ? value.Text : "";
        else if (Is(directive, "UnDefine"))
            _variables.Remove(first.Text);
        else if (Is(directive, "ServerRoot"))
            ServerRoot = first.Text.TrimEnd('/');
        else if (Is(directive, "Use"))
            _problems.Add(directive.Place, "macros are not followed: what this one says is not judged");
        else if (Is(directive, "Include") || Is(directive, "IncludeOptional"))
            Include(directive, first.Text, top);
    }

    private void Include(Directive directive, string pattern, List<Directive> top)
    {
        if (_isBeside || !_included.HasRoom || directive.Lineage().Any(block => IsConditional(block) && !Is(block, "<IfModule") && !Applies(block)))
            return;
        var found = files.Match(Full(pattern)).SelectMany(path => files.Read(path) is null && files.Exists(path) == true ? files.Match(path.TrimEnd('/') + "/*") : [path]).ToList();
        if (found.Count == 0 && Is(directive, "Include") && files.Exists(Full(pattern)) != true)
            _problems.Add(directive.Place, $"there is no file {pattern} to include");
        foreach (var each in found.Where(each => Open(each, directive.Place)))
        {
            ReadFile(each, directive.Parent, top);
            _included.Close();
        }
    }

    // Debian's way of handing variables to the server.
    private void ReadVariables(string file)
    {
        foreach (Match match in Export().Matches(files.Read(file) ?? ""))
            _variables[match.Groups["name"].Value] = match.Groups["value"].Value.Trim('"', '\'').Replace("$SUFFIX", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\{(?<name>[^}:]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\s*export\s+(?<name>\w+)=(?<value>[^\r\n]*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Export();
}
