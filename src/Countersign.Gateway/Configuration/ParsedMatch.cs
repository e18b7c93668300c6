namespace Countersign.Gateway.Configuration;

/// <summary>What a route takes, parsed once, so that a file's routes can all be compared with one another.</summary>
internal sealed class ParsedMatch
{
    private readonly MatchConfiguration _match;
    private readonly HostPattern _host;
    private readonly string _lead;

    public ParsedMatch(MatchConfiguration match)
    {
        _match = match;
        _host = HostPattern.Parse(match.Host);
        Path = PathPattern.Parse(match.Path);
        _lead = string.Concat(Path.Segments.TakeWhile(segment => segment is not ("*" or "**")).Select(segment => segment + "/"));
    }

    public PathPattern Path { get; }

    /// <summary>Whether every request that the other one takes is taken by this one as well.</summary>
    public bool Covers(ParsedMatch other) => Covers(other, other._match.Methods);

    /// <summary>The same of those requests alone that have one of the methods; none stands for all.</summary>
    public bool Covers(ParsedMatch other, IReadOnlyCollection<string> methods) =>
        CoversPlace(other)
        && (_match.Methods.IsEmpty || (methods.Count > 0 && methods.All(_match.Methods.Contains)))
        && _match.Headers.All(wanted => other._match.Headers.Any(field =>
            field.Key.Equals(wanted.Key, StringComparison.OrdinalIgnoreCase) && (wanted.Value == "*" || wanted.Value == field.Value)));

    /// <summary>Whether every host and path of the other one is also one of this. Most routes part before their wildcards; the exact inclusion is dear.</summary>
    public bool CoversPlace(ParsedMatch other) =>
        other._lead.StartsWith(_lead, StringComparison.Ordinal) && _host.Covers(other._host) && Path.Covers(other.Path);
}
