using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>The main server, or a virtual host with what it has of the main server.</summary>
internal sealed class ApacheHost
{
    private readonly ApacheReader _reader;
    private readonly Lazy<ILookup<string, Directive>> _byName;
    private readonly Lazy<ImmutableArray<Directive>> _settings;
    private readonly Lazy<string?> _root;

    public ApacheHost(Directive? block, IEnumerable<Directive> directives, ApacheHost? main, ApacheReader reader)
    {
        (Block, Main, _reader) = (block, main, reader);
        Own = [.. reader.Active(directives)];
        Sections = [.. main?.Sections ?? [], .. Own.Select(ApacheSection.Of).OfType<ApacheSection>()];
        _byName = new(() => Own.ToLookup(each => each.Name, StringComparer.OrdinalIgnoreCase));
        _settings = new(() => [.. Main?.EnvironmentSettings ?? [], .. Own.SelectMany(each => each.Descendants().Prepend(each)).Where(IsSetting)]);
        _root = new(() => Value("DocumentRoot") is { } root ? _reader.Full(root).TrimEnd('/') : Main?.DocumentRoot);
    }

    /// <summary>The block of a virtual host.</summary>
    public Directive? Block { get; }

    public ApacheHost? Main { get; }

    /// <summary>What is said for it alone.</summary>
    public ImmutableArray<Directive> Own { get; }

    /// <summary>The main server's sections, then its own.</summary>
    public ImmutableArray<ApacheSection> Sections { get; }

    public string? DocumentRoot => _root.Value;

    public bool IsTls => Value("SSLEngine")?.Equals("on", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Its name without scheme and port.</summary>
    public string? Name => Value("ServerName") is { } name ? Bare(name) : null;

    /// <summary>The port that it names; null for any.</summary>
    public int? Port => Block is null ? Main?.Port : Block.Arguments.Select(PortOf).FirstOrDefault();

    /// <summary>What sets variables by the request.</summary>
    public ImmutableArray<Directive> EnvironmentSettings => _settings.Value;

    /// <summary>Directives of a name: its own, then the main server's.</summary>
    public IEnumerable<Directive> All(params string[] names) => (names is [var name] ? _byName.Value[name] : Own.Where(each => names.Contains(each.Name, StringComparer.OrdinalIgnoreCase))).Concat(Main?.All(names) ?? []);

    public bool IsOnPort(int port) => Block is null || Block.Arguments.Any(argument => (PortOf(argument) ?? port) == port);

    public bool IsCalled(string name)
    {
        var called = Own.Where(each => ApacheReader.Is(each, "ServerAlias")).SelectMany(each => each.Arguments).Select(argument => argument.Text);
        return Name?.Equals(name, StringComparison.OrdinalIgnoreCase) == true || called.Any(alias => Glob.IsMatch(alias.ToLowerInvariant(), name.ToLowerInvariant()));
    }

    /// <summary>An address of it.</summary>
    public Uri Address(string path)
    {
        var isTls = IsTls || Port == 443;
        var name = Name is { } given && Uri.CheckHostName(given) != UriHostNameType.Unknown ? given : "localhost";
        return new UriBuilder(isTls ? "https" : "http", name, Port ?? (isTls ? 443 : 80)) { Path = path }.Uri;
    }

    /// <summary>A host in words.</summary>
    public override string ToString() => Block is null ? "the main server" : $"the virtual host {Name ?? Block.Text} ({Block.Place})";

    private string? Value(string name) => _byName.Value[name].LastOrDefault()?.Arguments is [var first, ..] ? first.Text : null;

    private static bool IsSetting(Directive line) => line.Name.StartsWith("SetEnvIf", StringComparison.OrdinalIgnoreCase) || line.Name.StartsWith("BrowserMatch", StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name)
    {
        var start = name.IndexOf("://", StringComparison.Ordinal);
        name = start < 0 ? name : name[(start + 3)..];
        return name.Split(':')[0];
    }

    private static int? PortOf(ConfigurationArgument argument) =>
        argument.Text.LastIndexOf(':') is >= 0 and var colon && ushort.TryParse(argument.Text.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
