using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

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
            var actual = headers[name];
            if (actual.Count != 1 || (value != "*" && !string.Equals(actual[0], value, StringComparison.Ordinal)))
                return false;
        }

        return true;
    }
}
