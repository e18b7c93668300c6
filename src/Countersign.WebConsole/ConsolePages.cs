using System.Collections.Immutable;
using Countersign.WebConsole.Pages.Home;
using Countersign.WebConsole.Pages.Inspect;

namespace Countersign.WebConsole;

/// <summary>All pages, in the order of the navigation.</summary>
internal static class ConsolePages
{
    /// <summary>The first page.</summary>
    public static ConsolePage Home { get; } = new("", "Countersign", NavigationGroup.Start, typeof(HomePage));

    /// <summary>All of them.</summary>
    public static ImmutableArray<ConsolePage> All { get; } =
    [
        Home,
        new("inspect", "Inspect", NavigationGroup.Requests, typeof(InspectPage)) { Story = "Who refused, why, and what to change: of an address, a recording or a server's configuration.", Parts = InspectFiles.All },
    ];

    /// <summary>Those that a console with these options has.</summary>
    public static IEnumerable<ConsolePage> For(ConsoleOptions options) => All.Where(page => !page.NeedsGateway || options.Gateway is not null);

    /// <summary>The same by groups, without the first page.</summary>
    public static IEnumerable<IGrouping<NavigationGroup, ConsolePage>> Navigation(ConsoleOptions options) => For(options).Where(page => page != Home).GroupBy(page => page.Group);
}
