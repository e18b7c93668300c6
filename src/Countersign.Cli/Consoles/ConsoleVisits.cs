using System.Collections.Immutable;
using System.Text;
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
        var visit = new LiveVisit(OrderOf(order, network), clock) { Kind = KindOf(order.As), Origin = order.Origin, AllowsPrivate = true, Marks = order.Marks, Before = order.Learn is { } learn ? handler => new LearningHandler(handler, learn) : null };
        await visit.AskAsync(cancel);
        return order.Probes ? await visit.RecordingAsync(new ProbeOptions { Origin = order.Origin, Timeout = Patience, Pause = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(2) }, progress: null, cancel) : visit.Recording();
    }

    private static RequestOrder OrderOf(VisitOrder order, GuardedNetwork network) => new(HttpMethod.Parse(order.Method), order.Url)
    {
        Fields = order.Fields.IsEmpty ? Usual : [.. Usual.Where(usual => !order.Fields.Any(field => field.Name.Equals(usual.Name, StringComparison.OrdinalIgnoreCase))), .. order.Fields],
        OwnFields = order.OwnFields,
        Secrets = order.Secrets,
        Content = order.Content.Length > 0 ? RequestContent.Of(Encoding.UTF8.GetBytes(order.Content), mediaType: null) : null,
        Credentials = new()
        {
            User = order.User,
            Password = order.Password,
            TakesBasic = order.UserScheme != UserScheme.Digest,
            TakesDigest = order.UserScheme != UserScheme.Basic,
            AllowsMd5 = true,
            Token = order.IsBound || order.Renewal is not null ? null : order.Token,
            Key = order.Key,
            KeyField = order.KeyField,
            Others = order.IsBound || order.Renewal is not null ? new ConsoleTokens(order) : null,
            AllowsCleartext = order.AllowsCleartext,
        },
        Reauthenticates = order.Answers,
        Follows = order.Follows,
        Times = order.Times,
        Timeout = Patience,
        Connections = () => Connections(network),
    };

    private static readonly ImmutableArray<(string Name, string Value)> Usual = [("Accept", "*/*"), ("User-Agent", $"Countersign/{ProgramVersion.Text}")];

    // A person may want to see what a server does with other characters.
    private static SocketsHttpHandler Connections(GuardedNetwork network)
    {
        var handler = network.Handler();
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8;
        return handler;
    }

    private static ClientKind KindOf(Asker asker) => asker switch
    {
        Asker.Browser => ClientKind.Browser,
        Asker.Script => ClientKind.Fetch,
        Asker.Crawler => ClientKind.Crawler,
        _ => ClientKind.Program,
    };
}
