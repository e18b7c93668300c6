using System.Text.RegularExpressions;
using Countersign.Cli.Consoles;
using Countersign.Lab.Simulator;
using Countersign.WebConsole;
using Countersign.WebConsole.Hosting;
using Countersign.WebConsole.Pages.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>What the pages Simulator and Playground say of a visit of several requests: it is judged as a whole.</summary>
public sealed partial class SimulatorTrialTests : IAsyncLifetime
{
    private ConsoleServer _console = null!;

    [Fact]
    public async Task Of_a_visit_everything_is_judged_that_was_asked_up_to_its_last_request()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var missed = new List<string>();
        foreach (var endpoint in SimulatorCatalogue.All)
        {
            for (var number = 0; number < endpoint.Visits.Length; number++)
            {
                var visit = endpoint.Visits[number];
                if (visit.Calls.Length == 1 || visit.Provokes.IsEmpty)
                    continue;

                // The client of the console answers challenges of a 401 alone, and these come with a 404.
                if (endpoint.Path.StartsWith("/hidden-digest-auth/", StringComparison.Ordinal))
                    continue;
                var page = await client.GetStringAsync(new Uri($"{_console.Url}/playground{SimulatorTrial.QueryOf(endpoint, number, visit.Calls.Length - 1)}"), TestContext.Current.CancellationToken);
                var judged = page.IndexOf("id=\"verdict\"", StringComparison.Ordinal) is >= 0 and var at ? page[at..] : "";
                var legs = Leg().Count(judged);
                missed.AddRange(visit.Provokes.Where(id => !judged.Contains(id, StringComparison.Ordinal)).Select(id => $"{endpoint.Path} {number}: {id}, {legs} of {visit.Calls.Length}"));
                if (legs < visit.Calls.Length)
                    missed.Add($"{endpoint.Path} {number}: {legs} of {visit.Calls.Length}");
            }
        }

        Assert.True(missed.Count == 0, string.Join("\n", missed));
    }

    public async ValueTask InitializeAsync() =>
        _console = await ConsoleServer.StartAsync(new ConsoleOptions { Visits = new ConsoleVisits(TimeProvider.System) }, new(System.Net.IPAddress.Loopback, 0), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [GeneratedRegex("id=\"exchange-", RegexOptions.None, 5000)]
    private static partial Regex Leg();
}
