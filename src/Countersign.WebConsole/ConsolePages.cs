using System.Collections.Immutable;
using Countersign.WebConsole.Pages.Explain;
using Countersign.WebConsole.Pages.Health;
using Countersign.WebConsole.Pages.Home;
using Countersign.WebConsole.Pages.Inspect;
using Countersign.WebConsole.Pages.Lab;
using Countersign.WebConsole.Pages.Live;
using Countersign.WebConsole.Pages.People;
using Countersign.WebConsole.Pages.Playground;
using Countersign.WebConsole.Pages.Routes;
using Countersign.WebConsole.Pages.Simulator;
using Countersign.WebConsole.Pages.Tokens;

namespace Countersign.WebConsole;

/// <summary>All pages, in the order of the navigation.</summary>
internal static class ConsolePages
{
    /// <summary>The first page.</summary>
    public static ConsolePage Home { get; } = new("", "Countersign", NavigationGroup.Start, typeof(HomePage));

    /// <summary>Where there is none.</summary>
    public static ConsolePage Nowhere { get; } = new("", "No such page", NavigationGroup.Start, typeof(NowherePage));

    /// <summary>All of them.</summary>
    public static ImmutableArray<ConsolePage> All { get; } =
    [
        Home,
        new("inspect", "Inspect", NavigationGroup.Requests, typeof(InspectPage)) { Story = "Who refused, why, and what to change: of an address, a recording or a server's configuration.", Parts = InspectFiles.All },
        new("playground", "Playground", NavigationGroup.Requests, typeof(PlaygroundPage)) { Story = "Compose a request, send it, see every message with what is to be said of it, and take it along as code." },
        new("token", "Token", NavigationGroup.Requests, typeof(TokenPage)) { Story = "What a token says and what is wrong with it, decoded in the browser: nothing is sent." },
        new("simulator", "Simulator", NavigationGroup.Learn, typeof(SimulatorPage)) { Story = "A server that does right, and wrong exactly as it is asked to: find a behaviour and try it.", HasPlaces = true },
        new("lab", "Lab", NavigationGroup.Learn, typeof(LabPage)) { Story = "Exercises on real requests: read a challenge, get in, find the one thing that keeps you out.", HasPlaces = true, Parts = [new("stream", LabStream.AnswerAsync)] },
        new("live", "Live", NavigationGroup.Gateway, typeof(LivePage)) { Story = "Decisions as they happen, and how many of each.", NeedsGateway = true, Parts = [new("stream", LiveStream.AnswerAsync)] },
        new("explain", "Explain", NavigationGroup.Gateway, typeof(ExplainPage)) { Story = "Why a request was refused, and the one that would get in.", NeedsGateway = true },
        new("routes", "Routes", NavigationGroup.Gateway, typeof(RoutesPage)) { Story = "Which rule is for an address, which rules were used, and what a changed file would open or close.", NeedsGateway = true },
        new("people", "Users, keys, sessions", NavigationGroup.Gateway, typeof(PeoplePage)) { Story = "Who can get in; disabled or revoked at once.", NeedsGateway = true },
        new("health", "Health", NavigationGroup.Gateway, typeof(HealthPage)) { Story = "Store, issuers, upstreams, certificates, and what was dropped.", NeedsGateway = true },
    ];

    /// <summary>Those that a console with these options has.</summary>
    public static IEnumerable<ConsolePage> For(ConsoleOptions options) => All.Where(page => !page.NeedsGateway || options.Gateway is not null);

    /// <summary>The same by groups, without the first page.</summary>
    public static IEnumerable<IGrouping<NavigationGroup, ConsolePage>> Navigation(ConsoleOptions options) => For(options).Where(page => page != Home).GroupBy(page => page.Group);
}
