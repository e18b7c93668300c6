namespace Countersign.Client.Schemes;

/// <summary>
/// The paths at which credentials are known to be taken: at and below the last folder of each address where they were (RFC 7617 §2.2). A few folders
/// are enough; of more, the shorter ones stay.
/// </summary>
internal sealed class ProtectionSpace
{
    private const int MaxFolders = 64;

    private volatile string[] _folders = [];

    public bool Covers(Uri target) => Depth(target) > 0;

    /// <summary>The length of the longest folder that an address is at or below; 0 for none.</summary>
    public int Depth(Uri target)
    {
        var depth = 0;
        foreach (var folder in _folders)
        {
            if (folder.Length > depth && target.AbsolutePath.StartsWith(folder, StringComparison.Ordinal))
                depth = folder.Length;
        }

        return depth;
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
