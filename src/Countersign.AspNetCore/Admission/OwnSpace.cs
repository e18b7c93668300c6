using System.Collections.Immutable;

namespace Countersign.AspNetCore.Admission;

/// <summary>A door's own space where everybody's requests come: never passed on, whatever the rules say (CONTRACT 6).</summary>
/// <param name="endpoints">What serves addresses there, as it was configured.</param>
internal sealed class OwnSpace(ImmutableArray<IOwnEndpoint> endpoints)
{
    /// <summary>What every path of the space begins with.</summary>
    public const string Root = "/.countersign";

    /// <summary>Whether a path belongs to it; in any letter case, which an upstream may ignore.</summary>
    public static bool Holds(string path) =>
        path.StartsWith(Root, StringComparison.OrdinalIgnoreCase) && (path.Length == Root.Length || path[Root.Length] == '/');

    /// <summary>What serves a path of the space; null when nothing does.</summary>
    public IOwnEndpoint? Find(string path)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Takes(path))
                return endpoint;
        }

        return null;
    }
}
