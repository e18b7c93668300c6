namespace Countersign.Inspector.Lint.Nginx;

/// <summary>The locations of one level, found by their text: where there are thousands, each of them is asked for.</summary>
internal sealed class NginxLocations
{
    private readonly Dictionary<string, NginxLocation> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NginxLocation> _prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NginxLocation> _strokes = new(StringComparer.Ordinal);
    private readonly int[] _lengths;

    public NginxLocations(IEnumerable<NginxLocation> locations)
    {
        All = [.. locations];
        foreach (var location in All)
        {
            if (location.Kind == NginxLocationKind.Exact)
                _exact.TryAdd(location.Text, location);
            else if (location.IsPrefix)
                _prefixes.TryAdd(location.Text, location);
            if (location.Kind is not (NginxLocationKind.Named or NginxLocationKind.Expression) && location.Pass is not null && location.Text.EndsWith('/'))
                _strokes[location.Text[..^1]] = location;
        }

        Expressions = [.. All.Where(location => location.Pattern is not null)];
        _lengths = [.. _prefixes.Keys.Select(prefix => prefix.Length).Distinct().OrderDescending()];
    }

    /// <summary>All of them, in the order of the text.</summary>
    public IReadOnlyList<NginxLocation> All { get; }

    public IReadOnlyList<NginxLocation> Expressions { get; }

    /// <summary>The one for exactly this address.</summary>
    public NginxLocation? Exact(string uri) => _exact.GetValueOrDefault(uri);

    /// <summary>The one that passes on what is below an address that has no stroke at its end.</summary>
    public NginxLocation? WithStroke(string uri) => _strokes.GetValueOrDefault(uri);

    /// <summary>The longest prefix of an address.</summary>
    public NginxLocation? Longest(string uri)
    {
        var prefixes = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _lengths)
        {
            if (length <= uri.Length && prefixes.TryGetValue(uri.AsSpan(0, length), out var location))
                return location;
        }

        return null;
    }
}
