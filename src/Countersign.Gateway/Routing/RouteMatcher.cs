using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Gateway.Routing;

/// <summary>What kept a route from matching, most telling last.</summary>
internal enum MatchOutcome
{
    Host,
    Path,
    Method,
    Header,
    Matches,
}

/// <summary>Host, path, method and fields of one route, parsed once.</summary>
internal sealed class RouteMatcher(MatchConfiguration match)
{
    private readonly HostPattern _host = HostPattern.Parse(match.Host);
    private readonly PathPattern _path = PathPattern.Parse(match.Path);
    private readonly ImmutableArray<string> _methods = match.Methods;
    private readonly ImmutableArray<KeyValuePair<string, string>> _headers = match.Headers;

    /// <summary>Matches the canonical request: what is matched here is what the upstream gets.</summary>
    public MatchOutcome Match(string host, string path, string method, IHeaderDictionary headers)
    {
        if (!_host.Matches(host))
            return MatchOutcome.Host;
        if (!_path.Matches(path))
            return MatchOutcome.Path;
        if (_methods.Length > 0 && !_methods.Contains(method, StringComparer.Ordinal))
            return MatchOutcome.Method;
        return HasFields(headers) ? MatchOutcome.Matches : MatchOutcome.Header;
    }

    private bool HasFields(IHeaderDictionary headers)
    {
        foreach (var (name, value) in _headers)
        {
            var lines = headers[name];
            if (lines.Count == 0 || (value != "*" && !HasValue(lines, value)))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a field has a value, alone or as a member of its list. Two lines are one list (RFC 9110 §5.2): an upstream may read either
    /// of them, so that another value beside the wanted one leads past no rule.
    /// </summary>
    private static bool HasValue(StringValues lines, string value)
    {
        foreach (var line in lines)
        {
            if (string.Equals(line, value, StringComparison.Ordinal))
                return true;
            foreach (var member in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[member].Trim(" \t").SequenceEqual(value))
                    return true;
            }
        }

        return lines.Count > 1 && string.Equals(string.Join(", ", lines.AsEnumerable()), value, StringComparison.Ordinal);
    }
}
