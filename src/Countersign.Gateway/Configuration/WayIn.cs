using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// One way to be let in by a route: who, proven how, from where. Two files are compared by their ways, and these by what is checked, not by what it is
/// called: another password file under the old name of a scheme is another way in.
/// </summary>
/// <param name="Kind">What is presented; ways of one kind have the same facets in the same order. Empty when nothing is needed.</param>
/// <param name="Facets">What is asked of it.</param>
internal sealed record WayIn(string Kind, ImmutableArray<Facet> Facets)
{
    /// <summary>The way into what is public.</summary>
    public static WayIn Open { get; } = new("", []);

    /// <summary>The scripts of which other origins may go it.</summary>
    public ImmutableArray<Facet> Scripts { get; init; } = [];

    /// <summary>The keys by which somebody who gets in by the other way does not get in by this one; none when everybody does.</summary>
    public ImmutableArray<string> ShutsOut(WayIn other)
    {
        if (Kind.Length > 0 && Kind != other.Kind)
            return [other.Kind.Length == 0 ? "routes.access" : "access.any-of"];
        var mine = Kind.Length == 0 ? Scripts : Facets.AddRange(Scripts);
        var others = Kind.Length == 0 ? other.Scripts : other.Facets.AddRange(other.Scripts);
        return [.. mine.Zip(others).Where(pair => !pair.First.Takes(pair.Second)).Select(pair => pair.Second.Key)];
    }

    /// <summary>The keys by which some of the ways lead where none of the others does; null when all of them do.</summary>
    public static ImmutableArray<string>? Beyond(ImmutableArray<WayIn> ways, ImmutableArray<WayIn> others)
    {
        foreach (var way in ways)
        {
            var barriers = others.Select(other => (IsOtherKind: other.Kind != way.Kind, Keys: other.ShutsOut(way))).ToList();
            if (barriers.Exists(barrier => barrier.Keys.IsEmpty))
                continue;

            // The nearest of its own kind tells best what changed.
            return barriers.Count == 0 ? ["routes.access"] : barriers.OrderBy(barrier => barrier.IsOtherKind).ThenBy(barrier => barrier.Keys.Length).First().Keys;
        }

        return null;
    }
}
