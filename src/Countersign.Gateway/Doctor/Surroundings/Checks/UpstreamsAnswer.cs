using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class UpstreamsAnswer : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "upstreams/answer",
        "Whether each upstream takes connections, with TLS where it has that. Nothing is asked.",
        "Who has signed in gets an error in the place of the application.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var servers = (from route in place.Configuration.Routes
                       let upstream = route.Upstream
                       where upstream is not null
                       from url in upstream.Urls
                       select (Place: url.GetLeftPart(UriPartial.Authority), route.Name, upstream.Authorities)).DistinctBy(server => (server.Place, server.Authorities)).ToList();
        var found = await Task.WhenAll(servers.Select(async server => (server, Why: await Connection.WhyNotAsync(new(server.Place), server.Authorities, cancel))));
        List<Finding> faults = [.. found.Where(tried => tried.Why is not null).Select(tried =>
            Row.Fault($"{tried.server.Place} of the route '{tried.server.Name}' can't be reached: {tried.Why}.", "Start the application, or correct `upstream`."))];
        if (faults.Count == 0 && servers.Count > 0)
            faults.Add(Row.Ok($"All upstreams take connections: {string.Join(", ", servers.Select(server => server.Place).Distinct(StringComparer.Ordinal))}."));
        return faults;
    }
}
