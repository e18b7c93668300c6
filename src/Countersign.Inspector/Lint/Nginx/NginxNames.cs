namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Which server takes a request: by the port first, then by the name (exact, the longest wildcard, the first expression), or the default one.</summary>
internal static class NginxNames
{
    /// <summary>The server; null where there is none.</summary>
    /// <param name="servers">All servers.</param>
    /// <param name="host">The host that is asked for.</param>
    /// <param name="port">The port.</param>
    /// <param name="listens">Whether any listens on that port; where none does, only names decide.</param>
    public static NginxServer? Choose(IReadOnlyList<NginxServer> servers, string host, int port, out bool listens)
    {
        var name = host.TrimEnd('.');
        if (servers.Count > 0)
            servers[0].Scope.Judging.Count(servers.Count);
        var there = servers.Where(server => server.Listens.Any(listen => listen.Port == port)).ToList();
        listens = there.Count > 0;
        // Who asks by an address reaches the servers that listen on it alone.
        if (there.Where(server => server.Listens.Any(listen => listen.Port == port && listen.Address == name)).ToList() is { Count: > 0 } atAddress)
            there = atAddress;
        if (!listens)
            there = [.. servers];
        return ByName(there, name)
            ?? there.FirstOrDefault(server => server.Listens.Any(listen => listen.IsDefault && (listen.Port == port)))
            ?? there.FirstOrDefault();
    }

    /// <summary>The server that has a name; null for none.</summary>
    public static NginxServer? ByName(IReadOnlyList<NginxServer> servers, string host) =>
        servers.FirstOrDefault(server => server.Names.Any(name => name.Equals(host, StringComparison.OrdinalIgnoreCase) || (name.StartsWith('.') && name.AsSpan(1).Equals(host, StringComparison.OrdinalIgnoreCase))))
        ?? Longest(servers, host, name => name.StartsWith("*.", StringComparison.Ordinal) || name.StartsWith('.'))
        ?? Longest(servers, host, name => name.EndsWith(".*", StringComparison.Ordinal))
        ?? servers.FirstOrDefault(server => server.Names.Any(name => name.StartsWith('~') && new NginxPattern(name[1..], ignoresCase: true, server.Scope.Judging).Match(host) is { Success: true }));

    public static bool FitsWildcard(string name, string host)
    {
        if (name.StartsWith("*.", StringComparison.Ordinal))
            return host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase);
        if (name.StartsWith('.'))
            return host.Equals(name[1..], StringComparison.OrdinalIgnoreCase) || host.EndsWith(name, StringComparison.OrdinalIgnoreCase);
        return name.EndsWith(".*", StringComparison.Ordinal) && host.Length > name.Length - 1 && host.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase);
    }

    private static NginxServer? Longest(IReadOnlyList<NginxServer> servers, string host, Func<string, bool> isKind) =>
        (from server in servers from name in server.Names where isKind(name) && FitsWildcard(name, host) orderby name.Length descending select server).FirstOrDefault();
}
