using System.Security.Cryptography;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// What files held when they were looked at. A stamp is taken before its file is read: a change in the meantime then shows as a change
/// afterwards, and none is lost.
/// </summary>
internal sealed class FileStamps
{
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

    private static string Of(string file)
    {
        if (RegularFile.IsOther(file))
            return "unreadable";
        try
        {
            using var content = File.OpenRead(file);
            return Convert.ToHexString(SHA256.HashData(content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
