using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Lab.Simulator;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>The groups of the simulator that have something in them.</summary>
internal static class SimulatorGroups
{
    /// <summary>All of them, in their order.</summary>
    public static ImmutableArray<SimulatorGroup> All { get; } = [.. SimulatorItem.All.Select(item => item.Group).Distinct().Order()];

    /// <summary>The one of a path segment; null for none.</summary>
    public static SimulatorGroup? Find(string name) => All.Where(group => PathOf(group) == name).Cast<SimulatorGroup?>().FirstOrDefault();

    /// <summary>Its path segment.</summary>
    public static string PathOf(SimulatorGroup group) => JsonNamingPolicy.KebabCaseLower.ConvertName(group.ToString());

    /// <summary>Its title.</summary>
    public static string TitleOf(SimulatorGroup group) => group switch
    {
        SimulatorGroup.Status => "Any status",
        SimulatorGroup.Challenge => "Challenges",
        SimulatorGroup.SeveralChallenges => "Several challenges",
        SimulatorGroup.Basic => "Basic",
        SimulatorGroup.Digest => "Digest",
        SimulatorGroup.Bearer => "Bearer and DPoP",
        SimulatorGroup.Tokens => "Tokens on demand",
        SimulatorGroup.Refresh => "Refreshing tokens",
        SimulatorGroup.Flapping => "Answers that change",
        SimulatorGroup.Clock => "Clocks that differ",
        SimulatorGroup.Caching => "Caches",
        SimulatorGroup.Cors => "Scripts of other origins",
        SimulatorGroup.StatusChoice => "Other statuses instead of 401",
        SimulatorGroup.Proxy => "Proxies",
        SimulatorGroup.Transport => "Slow, cut off and closed",
        SimulatorGroup.Cookies => "Cookies",
        SimulatorGroup.Site => "A site to crawl",
        SimulatorGroup.Servers => "What other servers do",
        SimulatorGroup.Content => "Contents of refusals",
        SimulatorGroup.Echo => "What test suites ask besides",
        _ => group.ToString(),
    };
}
