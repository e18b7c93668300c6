using System.Collections.Immutable;
using Countersign.Gateway.Admin.People;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>Everything that the admin listener does.</summary>
internal static class AdminCatalogue
{
    /// <summary>What every address begins with.</summary>
    public const string Root = "/.countersign/";

    public static ImmutableArray<AdminEndpoint> All { get; } =
    [
        .. AdminEndpoints.Rows, .. JournalEndpoints.Rows, .. UserEndpoints.Rows, .. GroupEndpoints.Rows, .. SessionEndpoints.Rows, .. KeyEndpoints.Rows, .. RevocationEndpoints.Rows,
    ];

    /// <summary>The names that stand in addresses, and what they mean.</summary>
    public static ImmutableDictionary<string, string> Placeholders { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["reference"] = "The reference that the refused client was told.",
        ["user"] = "The name of a user, percent-encoded.",
        ["group"] = "The name of a group, percent-encoded.",
        ["session"] = "The handle of a session.",
        ["key"] = "The id of a key.",
        ["revocation"] = "The number of a revocation.",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>What is at an address, with what stands in the places of the names; empty when nothing is.</summary>
    public static List<(AdminEndpoint Endpoint, ImmutableArray<string> Values)> At(string[] segments)
    {
        var found = new List<(AdminEndpoint, ImmutableArray<string>)>();
        foreach (var endpoint in All)
        {
            if (endpoint.Match(segments) is { } values)
                found.Add((endpoint, values));
        }

        // What stands there by itself is no name of something.
        var least = found.Count == 0 ? 0 : found.Min(candidate => candidate.Item2.Length);
        found.RemoveAll(candidate => candidate.Item2.Length > least);
        return found;
    }

    /// <summary>What there is, for whoever asked for something else.</summary>
    public static string Directory { get; } =
        $"The admin listener has {Root}openapi.json, which describes all of it: {string.Join(", ", All.Select(endpoint => endpoint.Written).Distinct(StringComparer.Ordinal))}.";
}
