using System.Collections.Immutable;

namespace Countersign.WebConsole;

/// <summary>A page: its place, its words in the navigation, and what draws it.</summary>
/// <param name="Name">Its first path segment, and the name of its style sheet and module, where it has them; empty for the first page.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Group">Where it stands in the navigation.</param>
/// <param name="Component">The component that draws what is below the heading.</param>
internal sealed record ConsolePage(string Name, string Title, NavigationGroup Group, Type Component)
{
    /// <summary>What a person does there, as one sentence.</summary>
    public string Story { get; init; } = "";

    /// <summary>Whether it shows a gateway, and is not there without one.</summary>
    public bool NeedsGateway { get; init; }

    /// <summary>Whether addresses below its own are its as well (<see cref="ConsoleRequest.Rest"/>).</summary>
    public bool HasPlaces { get; init; }

    /// <summary>Answers other than the page, each at a path below it: files to keep, streams, what its module asks for.</summary>
    public ImmutableArray<PagePart> Parts { get; init; } = [];
}
