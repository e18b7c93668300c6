using Countersign.Cli.Inspecting;
using Countersign.Cli.Requests;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Probes;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Consoles;

/// <summary>Asks for the console as <c>inspect URL</c> does, over its connections alone.</summary>
/// <param name="clock">The time.</param>
internal sealed class ConsoleVisits(TimeProvider clock) : IVisits
{
    // Somebody waits for the page.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<Recording> AskAsync(VisitOrder order, GuardedNetwork network, CancellationToken cancel)
    {
        // The connections are looked at one by one: nothing more is to be said of where a server leads.
        var visit = new LiveVisit(OrderOf(order, network), clock) { Kind = KindOf(order.As), Origin = order.Origin, AllowsPrivate = true };
        await visit.AskAsync(cancel);
        return order.Probes ? await visit.RecordingAsync(new ProbeOptions { Origin = order.Origin, Timeout = Patience, Pause = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(2) }, progress: null, cancel) : visit.Recording();
    }

    private static RequestOrder OrderOf(VisitOrder order, GuardedNetwork network) => new(HttpMethod.Parse(order.Method), order.Url)
    {
        Fields = [("Accept", "*/*"), ("User-Agent", $"Countersign/{ProgramVersion.Text}")],
        Credentials = new() { User = order.User, Password = order.Password, Token = order.Token, AllowsMd5 = true, AllowsCleartext = order.AllowsCleartext },
        Timeout = Patience,
        Connections = network.Handler,
    };

    private static ClientKind KindOf(Asker asker) => asker switch
    {
        Asker.Browser => ClientKind.Browser,
        Asker.Script => ClientKind.Fetch,
        Asker.Crawler => ClientKind.Crawler,
        _ => ClientKind.Program,
    };
}
