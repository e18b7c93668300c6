namespace Countersign.Inspector.Lint.Nginx;

/// <summary>The servers of a configuration, and what belongs to all of them.</summary>
internal sealed class NginxModel
{
    private readonly Lazy<ILookup<string, Directive>> _maps;
    private readonly Dictionary<(string, bool), NginxPattern> _patterns = [];

    public NginxModel(NginxReader reader, IConfigurationFiles files, string prefix)
    {
        (Reader, Files, Prefix) = (reader, files, prefix);
        var http = reader.Roots.Where(root => root.Name == "http").ToList();
        IsFragment = http.Count == 0;
        var main = new NginxScope(null, reader.Roots, null);
        Judging = main.Judging;
        Levels = IsFragment ? [main] : [.. http.Select(block => new NginxScope(block, block.Children, main))];
        Servers = [.. Levels.SelectMany(level => level.Own("server").Where(IsServer).Select(block => new NginxServer(new(block, block.Children, level))))];
        // A piece of a server, which somebody includes.
        if (Servers.Count == 0 && IsFragment && main.Own("location").Any())
            Servers = [new(main)];
        _maps = new(() => Levels.SelectMany(level => level.Own("map").Concat(level.Own("geo"))).Where(block => block.Arguments.Length > 0).ToLookup(block => block.Arguments[^1].Text.TrimStart('$')));
    }

    public Judging Judging { get; }

    public NginxReader Reader { get; }

    public IConfigurationFiles Files { get; }

    /// <summary>The folder of the main file.</summary>
    public string Prefix { get; }

    /// <summary>The level of <c>http</c>.</summary>
    public IReadOnlyList<NginxScope> Levels { get; }

    public IReadOnlyList<NginxServer> Servers { get; }

    /// <summary>Whether it is a file that another one includes: what stands around it there is not known.</summary>
    public bool IsFragment { get; }

    /// <summary>Whether what holds in a level may be said where nobody here can read it.</summary>
    public bool IsIncomplete(NginxScope scope) => IsFragment || Reader.IsIncomplete(scope.Block);

    /// <summary>The <c>map</c> or <c>geo</c> that makes a variable.</summary>
    public Directive? MapOf(string variable) => _maps.Value[variable].FirstOrDefault();

    /// <summary>An expression, which is read once.</summary>
    public NginxPattern Pattern(string text, bool ignoresCase)
    {
        if (!_patterns.TryGetValue((text, ignoresCase), out var pattern))
            _patterns[(text, ignoresCase)] = pattern = new(text, ignoresCase, Judging);
        return pattern;
    }

    /// <summary>A name of a file, as directives of the authentication have it: relative to the main file.</summary>
    public string PathOf(string name) => name.StartsWith('/') || Prefix.Length == 0 ? name : $"{Prefix}/{name}";

    /// <summary>Whether a file is there; null where nobody here can say: the folder that holds such files is not there either, or the configuration is that of another machine.</summary>
    public bool? Exists(string path, string folder) =>
        !IsOfThisMachine(path) ? null : Files.Exists(path) is true ? true : Files.Exists(folder) is true ? Files.Exists(path) : null;

    /// <summary>Whether a name in it is one of the machine that has the configuration, as far as its own name tells: one that lies in a checkout names files of where it will run.</summary>
    private bool IsOfThisMachine(string path)
    {
        var prefix = Prefix.StartsWith('/') ? Prefix : Path.GetFullPath(Prefix.Length == 0 ? "." : Prefix);
        if (path.StartsWith(prefix + "/", StringComparison.Ordinal) || prefix.StartsWith("/usr/local/", StringComparison.Ordinal) || prefix.StartsWith("/opt/", StringComparison.Ordinal))
            return true;
        var etc = (prefix + "/").IndexOf("/etc/", StringComparison.Ordinal);
        return etc >= 0 && path.StartsWith(prefix[..etc] + "/", StringComparison.Ordinal);
    }

    // A server of an upstream has its address in the same line.
    private static bool IsServer(Directive block) => block.Arguments.IsEmpty;
}
