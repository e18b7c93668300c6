using System.Security.Cryptography;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// What files held when they were looked at. A stamp is taken before its file is read: a change in the meantime then shows as a change
/// afterwards, and none is lost.
/// </summary>
internal sealed class FileStamps
{
    private const string Unreadable = "unreadable";

    // Contents, not times: a mount may keep the times, and a touched file is no change.
    private readonly SortedDictionary<string, string> _stamps = new(StringComparer.Ordinal);

    /// <summary>The files, absolute, in ordinal order.</summary>
    public IEnumerable<string> Files => _stamps.Keys;

    /// <summary>Whether every file holds what it held.</summary>
    public bool AreCurrent => _stamps.All(stamp => Of(stamp.Key) == stamp.Value);

    /// <summary>Stamps a file that is about to be read; the first stamp of a file stays.</summary>
    public void Take(string file)
    {
        if (!_stamps.ContainsKey(file))
            _stamps.Add(file, Of(file));
    }

    /// <summary>Stamps a file that was just found missing or unreadable: when it can be read, that is a change.</summary>
    public void TakeUnreadable(string file) => _stamps.TryAdd(file, Unreadable);

    /// <summary>Stamps of the same files as they are now.</summary>
    public FileStamps Retaken()
    {
        var now = new FileStamps();
        foreach (var file in Files)
            now.Take(file);
        return now;
    }

    /// <summary>What stands for the content of a file, links followed.</summary>
    public static string Of(string file)
    {
        if (RegularFile.IsOther(file))
            return "unreadable";
        try
        {
            using var content = File.OpenRead(file);
            return Convert.ToHexString(SHA256.HashData(content));
        }
        catch (Exception)
        {
            return Unreadable;
        }
    }
}
