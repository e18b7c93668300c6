using System.Collections.Immutable;
using Countersign.WebConsole.Pages.Home;

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
    ];

    /// <summary>Those that a console with these options has.</summary>
    public static IEnumerable<ConsolePage> For(ConsoleOptions options) => All.Where(page => !page.NeedsGateway || options.Gateway is not null);

    /// <summary>The same by groups, without the first page.</summary>
    public static IEnumerable<IGrouping<NavigationGroup, ConsolePage>> Navigation(ConsoleOptions options) => For(options).Where(page => page != Home).GroupBy(page => page.Group);
}
