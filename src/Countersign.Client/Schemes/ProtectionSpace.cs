namespace Countersign.Client.Schemes;

/// <summary>
/// The paths at which credentials are known to be taken: at and below the last folder of each address where they were (RFC 7617 §2.2). A few folders
/// are enough; of more, the shorter ones stay.
/// </summary>
internal sealed class ProtectionSpace
{
    private const int MaxFolders = 64;

    private volatile string[] _folders = [];

    public bool Covers(Uri target)
    {
        foreach (var folder in _folders)
        {
            if (target.AbsolutePath.StartsWith(folder, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    public void Add(Uri target)
    {
        if (Covers(target))
            return;
        var path = target.AbsolutePath;
        var added = path[..(path.LastIndexOf('/') + 1)];
        string[] old, changed;
        do
        {
            old = _folders;
            changed = [.. old.Where(folder => !folder.StartsWith(added, StringComparison.Ordinal)).Append(added).OrderBy(folder => folder.Length).Take(MaxFolders)];
        }
        while (Interlocked.CompareExchange(ref _folders, changed, old) != old);
    }
}
