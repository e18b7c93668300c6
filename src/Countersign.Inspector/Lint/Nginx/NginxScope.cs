namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A level of a configuration: what stands in it, and what it has from the levels around it. Most modules take all lines of a name from the nearest level that has one.</summary>
/// <param name="block">The block; null for one that only is around the file, as around a server that stands by itself.</param>
/// <param name="children">What stands in it.</param>
/// <param name="parent">The level around it; null for the outermost.</param>
internal sealed class NginxScope(Directive? block, IReadOnlyList<Directive> children, NginxScope? parent)
{
    private readonly Lazy<ILookup<string, Directive>> _own = new(() => children.ToLookup(child => child.Name, StringComparer.Ordinal));

    private readonly Lazy<IReadOnlyList<Directive>> _rewriting = new(() => [.. children.Where(NginxRewriting.Takes)]);

    private readonly Lazy<bool> _readsProxysScheme = new(() => (block?.Descendants() ?? children).Any(line => line.Arguments.Any(argument => argument.Text.Contains("http_x_forwarded_proto", StringComparison.Ordinal))));

    private readonly Lazy<Directive?> _foreign = new(() => children.FirstOrDefault(NginxGates.IsForeign));

    private IReadOnlyList<NginxGate>? _gates;

    public Directive? Block => block;

    public IReadOnlyList<Directive> Children => children;

    public NginxScope? Parent => parent;

    /// <summary>Counts what is looked at, for the whole configuration.</summary>
    public Judging Judging { get; } = parent?.Judging ?? new();

    /// <summary>What is carried out here before the location is known, or within it before anybody is asked.</summary>
    public IReadOnlyList<Directive> Rewriting => _rewriting.Value;

    /// <summary>Whether something in it reads which scheme a proxy says that it was asked by.</summary>
    public bool ReadsProxysScheme => _readsProxysScheme.Value;

    /// <summary>The lines that decide here who gets in, whoever asks.</summary>
    public IReadOnlyList<NginxGate> Gates => _gates ??= [.. NginxGates.Find(this)];

    /// <summary>The line by which something that is no part of nginx decides; null for none.</summary>
    public Directive? Foreign => _foreign.Value ?? Parent?.Foreign;

    /// <summary>What stands in the level itself.</summary>
    public IEnumerable<Directive> Own(string name) => _own.Value[name];

    /// <summary>The first such directive of the level itself.</summary>
    public Directive? OwnFirst(string name) => _own.Value[name].FirstOrDefault();

    /// <summary>The lines of these names that hold here: all those of the nearest level that has any.</summary>
    public IReadOnlyList<Directive> Effective(params ReadOnlySpan<string> names)
    {
        for (var level = this; level is not null; level = level.Parent)
        {
            if (level.OwnOf(names) is { Count: > 0 } lines)
                return lines;
        }

        return [];
    }

    /// <summary>The line that holds here of a directive that may stand once; null for none.</summary>
    public Directive? Effective(string name)
    {
        for (var level = this; level is not null; level = level.Parent)
        {
            if (level.OwnFirst(name) is { } directive)
                return directive;
        }

        return null;
    }

    /// <summary>Whether a switch is on here.</summary>
    public bool IsOn(string name) => Effective(name) is { Arguments: [{ Text: "on" }, ..] };

    /// <summary>The level and those around it, from the inside.</summary>
    public IEnumerable<NginxScope> Levels()
    {
        for (var level = this; level is not null; level = level.Parent)
            yield return level;
    }

    private List<Directive> OwnOf(ReadOnlySpan<string> names)
    {
        List<Directive> lines = [];
        foreach (var name in names)
            lines.AddRange(Own(name));
        Judging.Count(lines.Count / 8);
        if (names.Length > 1 && lines.Count > 1)
            lines = [.. children.Where(lines.ToHashSet().Contains)];
        return lines;
    }
}
