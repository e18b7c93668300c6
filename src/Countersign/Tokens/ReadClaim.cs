using System.Collections.Immutable;

namespace Countersign.Tokens;

/// <summary>
/// A claim that was read as texts, and those that were read before it: a token's JSON is searched once for each name that rules and routes ask for.
/// Nothing in it changes, so that threads need no lock; what is lost when two add at once is read again.
/// </summary>
internal sealed class ReadClaim(string name, ImmutableArray<string> values, ReadClaim? former)
{
    // More names than rules and routes ask for; what comes beyond is read each time.
    private const int Most = 32;

    private readonly int _count = (former?._count ?? 0) + 1;

    public bool HasRoom => _count < Most;

    public bool TryFind(string wanted, out ImmutableArray<string> found)
    {
        for (var claim = this; claim is not null; claim = claim.Former)
        {
            if (claim.Name != wanted)
                continue;
            found = claim.Values;
            return true;
        }

        found = default;
        return false;
    }

    private string Name => name;

    private ImmutableArray<string> Values => values;

    private ReadClaim? Former => former;
}
