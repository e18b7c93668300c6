using System.Collections.Immutable;
using Countersign.Gateway.Routing;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Configuration;

/// <summary>A request that stands for those that a pattern takes.</summary>
internal sealed record RequestSample(string Method, string Host, string Path, IHeaderDictionary Headers)
{
    private static readonly ImmutableArray<string> CommonMethods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];
    private static readonly HeaderDictionary NoHeaders = [];

    // No name that anybody writes into a pattern, so that it stands for all the others.
    private const string Other = "zz-other";

    /// <summary>Requests for every host with the paths of the routes that it has, and with the methods and fields that tell these apart.</summary>
    public static IEnumerable<RequestSample> Of(ImmutableArray<RouteConfiguration> routes)
    {
        var rules = routes.Select(route => (route.Match, Matcher: new RouteMatcher(route.Match))).ToArray();
        var hosts = routes.SelectMany(route => HostsOf(route.Match.Host)).Append(Other + ".example");
        foreach (var host in hosts.Distinct(StringComparer.Ordinal))
        {
            var here = rules.Where(rule => rule.Matcher.Match(host, "/", "", NoHeaders) > MatchOutcome.Host).ToArray();
            foreach (var path in here.SelectMany(rule => PathsOf(rule.Match.Path)).Distinct(StringComparer.Ordinal))
            {
                var matches = here.Where(rule => rule.Matcher.Match(host, path, "", NoHeaders) > MatchOutcome.Path).Select(rule => rule.Match).ToArray();
                foreach (var method in MethodsOf(matches))
                {
                    foreach (var fields in FieldsOf(matches))
                        yield return new(method, host, path, fields);
                }
            }
        }
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
            paths = paths.SelectMany(_ => choices, (path, choice) => path.AddRange(choice));
        }

        return paths.Select(path => "/" + string.Join('/', path));
    }

    private static IEnumerable<string> HostsOf(string host) =>
        host.StartsWith("*.", StringComparison.Ordinal) ? [Other + host[1..], host[2..]] : host == "*" ? [] : [host];

    /// <summary>The methods that are named, and one for all that are not.</summary>
    private static IEnumerable<string> MethodsOf(MatchConfiguration[] matches)
    {
        var named = matches.SelectMany(match => match.Methods).ToHashSet(StringComparer.Ordinal);
        var rest = CommonMethods.Append("ZZ-OTHER").First(method => !named.Contains(method));
        return named.Append(rest).OrderBy(method => CommonMethods.IndexOf(method) is >= 0 and var at ? at : int.MaxValue);
    }

    /// <summary>No fields, those of each rule, and those of all rules at once.</summary>
    private static IEnumerable<IHeaderDictionary> FieldsOf(MatchConfiguration[] matches)
    {
        var wanted = matches.Select(match => match.Headers).Where(fields => !fields.IsEmpty).ToArray();
        var sets = wanted.Length < 2 ? wanted : wanted.Append([.. wanted.SelectMany(fields => fields)]);
        return sets.Prepend([]).Select(Fields);
    }

    private static IHeaderDictionary Fields(ImmutableArray<KeyValuePair<string, string>> wanted)
    {
        var fields = new HeaderDictionary();
        foreach (var (name, value) in wanted)
            fields.TryAdd(name, value == "*" ? Other : value);
        return fields;
    }
}
