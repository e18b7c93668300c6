namespace Countersign.Client.Schemes.Digest;

/// <summary>The realms of an origin in which credentials were taken, the newest first; a few are enough.</summary>
internal sealed class DigestSpaces(bool sharesNonces)
{
    private const int MaxSpaces = 32;
    private readonly Lock _gate = new();
    private volatile DigestSpace[] _all = [];

    /// <summary>The realm that covers an address most closely.</summary>
    public DigestSpace? Covering(Uri target)
    {
        DigestSpace? closest = null;
        var deepest = -1;
        foreach (var space in _all)
        {
            var depth = space.Depth(target);
            if (depth > deepest)
                (closest, deepest) = (space, depth);
        }

        return closest;
    }

    /// <summary>Whether credentials of any realm were taken at an address, or at one of the same folder.</summary>
    public bool HaveSeen(Uri target) => _all.Any(space => space.HasSeen(target));

    public DigestSpace? Find(string realm)
    {
        foreach (var space in _all)
        {
            if (space.Realm == realm)
                return space;
        }

        return null;
    }

    public DigestSpace FindOrAdd(string realm)
    {
        if (Find(realm) is { } known)
            return known;
        lock (_gate)
        {
            if (Find(realm) is { } raced)
                return raced;
            var space = new DigestSpace(realm, sharesNonces);
            _all = [space, .. _all.Take(MaxSpaces - 1)];
            return space;
        }
    }
}
