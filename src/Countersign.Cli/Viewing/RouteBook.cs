using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Routing;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>The routes in force: listed, tried as <c>route</c> does it, compared as <c>check --against</c> does it.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="file">Its configuration file, absolute.</param>
internal sealed class RouteBook(GatewayHost gateway, string file) : IRouteBook
{
    /// <inheritdoc/>
    public SeenRoutes All()
    {
        var state = gateway.Runtime.State;
        var series = gateway.Telemetry.Series.ToLookup(each => each.Route, StringComparer.Ordinal);
        return new(
            [.. state.Routes.Routes.Select(route => Seen(route, series[route.Name]))],
            [.. state.Configuration.Schemes.Select(scheme => new ToldFact(scheme.Id, Described(scheme)))]);
    }

    /// <inheritdoc/>
    public async Task<RouteTrial> TryAsync(string method, string url, IEnumerable<string> fields, CancellationToken cancel)
    {
        if (!DryRunRequest.TryRead(method, url, fields, out var request, out var problem))
            return new(Printable.Of(problem));
        try
        {
            var result = await DryRun.RunAsync(gateway.Runtime.State.Configuration, request, cancel);
            return new RouteTrial(Fault: null)
            {
                IsAdmitted = result.Reason is null,
                Facts = [.. result.Lines().Select(line => new ToldFact(line.Name, line.Value))],
                Answer = result.IsForwarded ? null : AnswerOf(result),
            };
        }
        catch (AspNetCore.Stores.StoreUnavailableException failure)
        {
            throw new GatewayUnavailableException(failure.Message);
        }
    }

    /// <inheritdoc/>
    public FileComparison Compare(string text)
    {
        var reading = ConfigurationReader.ReadText(text, file, Environment.GetEnvironmentVariable);

        // Of other files that the text names nothing is told: they may be any of this machine's.
        var problems = reading.Problems.Concat(ConfigurationWarnings.For(reading)).Where(problem => problem.File == reading.File).Select(Line);
        if (reading.Configuration is null)
            return new(IsValid: false, [.. problems], [], IsComplete: false);
        var old = new ConfigurationReading(gateway.Runtime.State.Configuration, []) { File = file };
        var comparison = ConfigurationDiff.Compare(old, reading);
        return new(IsValid: true, [.. problems], [.. comparison.Changes.Select(Changed)], comparison.IsComplete);
    }

    private static string Line(ConfigurationProblem problem) => Printable.Of(problem.ToString()[(problem.File.Length + 1)..]);

    private static RouteChange Changed(ConfigurationChange change) =>
        new(change.Direction == ChangeDirection.Opened, change.Route, change.Example, change.Before, change.After, string.Join(", ", change.Keys));

    private static string AnswerOf(DryRunResult result)
    {
        var head = result.Headers.Select(field => $"{field.Key}: {Printable.Of(field.Value)}\n");
        return $"HTTP/1.1 {result.Status}\n{string.Concat(head)}\n{result.Body}";
    }

    private static SeenRoute Seen(CompiledRoute route, IEnumerable<DecisionSeries> series)
    {
        var counts = series.ToLookup(each => each.Outcome, each => each.Total, StringComparer.Ordinal);
        return new(route.Name)
        {
            Line = route.Configuration.Line,
            Match = MatchOf(route.Configuration.Match),
            Access = PolicyText.Of(route.Configuration),
            Upstream = route.Upstream is { } upstream ? string.Join(", ", upstream.Destinations.Select(destination => destination.Prefix)) : null,
            Admitted = counts["admitted"].Sum(),
            Challenged = counts["challenged"].Sum(),
            Refused = counts["refused"].Sum(),
        };
    }

    private static string MatchOf(MatchConfiguration match)
    {
        var methods = match.Methods.IsEmpty ? "" : string.Join(", ", match.Methods) + " ";
        var host = match.Host == "*" ? "" : match.Host;
        return methods + host + match.Path + string.Concat(match.Headers.Select(field => $", {field.Key}: {field.Value}"));
    }

    private static string Described(SchemeConfiguration scheme)
    {
        var what = scheme switch
        {
            BasicConfiguration { Htpasswd: { } users } => $"Basic, users of {Path.GetFileName(users)}",
            BasicConfiguration => "Basic, users of the store",
            DigestConfiguration digest => $"Digest ({string.Join(", ", digest.Algorithms)}), users of {Path.GetFileName(digest.Htdigest)}",
            ApiKeyConfiguration key => $"API key in {key.Header}",
            BearerConfiguration bearer => $"Bearer, tokens of {string.Join(", ", bearer.Issuers.Select(issuer => issuer.Name))}",
            DpopConfiguration dpop => $"DPoP, tokens of {dpop.Tokens}",
            SessionConfiguration => "a session of people who signed in",
            _ => scheme.GetType().Name,
        };
        return scheme.AllowCleartext ? $"{what}, over cleartext too" : what;
    }
}
