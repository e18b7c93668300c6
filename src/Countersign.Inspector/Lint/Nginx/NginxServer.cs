namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A server of a configuration.</summary>
internal sealed class NginxServer
{
    public NginxServer(NginxScope scope)
    {
        Scope = scope;
        Listens = [.. scope.Own("listen").Select(NginxListen.Of)];
        if (Listens.Count == 0)
            Listens = [new("*", 80)];
        Names = [.. scope.Own("server_name").SelectMany(line => line.Arguments).Select(argument => argument.Text)];
        Choice = new(NginxLocation.Of(scope, null));
        AllLocations = [.. Locations.SelectMany(location => location.All())];
        Named = AllLocations.Where(location => location.Kind == NginxLocationKind.Named).DistinctBy(location => location.Text).ToDictionary(location => location.Text, StringComparer.Ordinal);
    }

    public NginxScope Scope { get; }

    public IReadOnlyList<NginxListen> Listens { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The locations of the server itself, to choose from.</summary>
    public NginxLocations Choice { get; }

    public IReadOnlyList<NginxLocation> Locations => Choice.All;

    /// <summary>The locations and those within them, in the order of the text.</summary>
    public IReadOnlyList<NginxLocation> AllLocations { get; }

    public IReadOnlyDictionary<string, NginxLocation> Named { get; }

    /// <summary>A name to ask it by: the first that is no pattern.</summary>
    public string Host => Names.FirstOrDefault(name => name.Length > 0 && name is not "_" && name.IndexOfAny(['*', '~', '$']) < 0)?.TrimStart('.') ?? "localhost";

    /// <summary>Whether requests that reach it without TLS are its business.</summary>
    public bool IsReachable(bool overTls) => Listens.Any(listen => listen.IsTls == overTls || (overTls && Scope.IsOn("ssl")));
}
