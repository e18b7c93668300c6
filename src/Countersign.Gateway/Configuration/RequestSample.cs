using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>A request that stands for those that a pattern takes.</summary>
internal sealed record RequestSample(string Method, string Host, string Path, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    private static readonly ImmutableArray<string> CommonMethods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];

    // No name that anybody writes into a pattern, so that it stands for all the others.
    private const string Other = "zz-other";

    /// <summary>Requests for every pattern with every host, method and set of fields that the routes tell apart.</summary>
    public static IEnumerable<RequestSample> Of(ImmutableArray<RouteConfiguration> routes)
    {
        var paths = routes.SelectMany(route => PathsOf(route.Match.Path)).Distinct(StringComparer.Ordinal).ToArray();
        var hosts = routes.SelectMany(route => HostsOf(route.Match.Host)).Append(Other + ".example").Distinct(StringComparer.Ordinal).ToArray();
        var methods = CommonMethods.Concat(routes.SelectMany(route => route.Match.Methods)).Append("ZZ-OTHER").Distinct(StringComparer.Ordinal).ToArray();
        var headers = routes.Select(route => route.Match.Headers).Where(fields => !fields.IsEmpty).Prepend([]).ToArray();
        return
            from path in paths
            from host in hosts
            from method in methods
            from fields in headers
            select new RequestSample(method, host, path, [.. fields.Select(field => field.Value == "*" ? new(field.Key, Other) : field)]);
    }

    public override string ToString() => $"{Method} {Host}{Path}";

    /// <summary>Paths for a pattern: at it, just below it and deep below it.</summary>
    internal static IEnumerable<string> PathsOf(string pattern)
    {
        IEnumerable<ImmutableArray<string>> paths = [[]];
        foreach (var segment in PathPattern.Parse(pattern).Segments)
        {
            ImmutableArray<ImmutableArray<string>> choices = segment switch
            {
                "*" => [[Other]],
                "**" => [[], [Other], [Other, Other + "2"]],
                _ => [[segment]],
            };
            paths = [.. paths.SelectMany(_ => choices, (path, choice) => path.AddRange(choice)).Take(200)];
        }

        return paths.Select(path => "/" + string.Join('/', path));
    }

    private static IEnumerable<string> HostsOf(string host) =>
        host.StartsWith("*.", StringComparison.Ordinal) ? [Other + host[1..], host[2..]] : host == "*" ? [] : [host];
}
