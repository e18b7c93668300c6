using System.Collections.Immutable;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// What a check costs in a store that mixes hashes. A check of one user's hash, followed by a decoy for every other cost of the store, is the same work
/// for every name, known or not, and never less than the dearest hash.
/// </summary>
public static class HashCosts
{
    /// <summary>One decoy for every different cost among these hashes.</summary>
    public static ImmutableArray<PasswordHash> Of(IEnumerable<PasswordHash> hashes) =>
    [
        .. hashes.Where(hash => hash.Kind != HashKind.Unsupported)
            .Select(hash => hash.Decoy)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(PasswordHash.Parse),
    ];
}
