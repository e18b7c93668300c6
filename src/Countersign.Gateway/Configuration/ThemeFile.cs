using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads the files of a theme. Strangers get to see them: a link that leads out of the folder could show them anything that the gateway may read.</summary>
internal static class ThemeFile
{
    private const int MostLinks = 40;

    /// <summary>What a file holds; null when there is none, or what is wrong with it.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="longest">How many octets it may have.</param>
    /// <param name="fault">What is wrong, to stand behind the file's name.</param>
    public static byte[]? Read(string file, int longest, out ThemeFileFault? fault)
    {
        fault = null;
        try
        {
            if (RegularFile.IsOther(file))
                fault = new("file-unreadable", "is a pipe or a device, not a file", null);
            else if (!File.Exists(file))
                return null;
            else if (LeadsOut(file))
                fault = new("file-outside", "is a link to a place outside of the folder", "everybody could read what is there: put a copy into the folder");
            else if (Read(file, longest) is { } content)
                return content;
            else
                fault = new("file-too-long", $"is larger than {longest >> 10} KiB", "people wait for it before they can sign in: make it smaller");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = new("file-unreadable", "cannot be read", "check its owner and mode");
        }

        return null;
    }

    /// <summary>Not by the length that the file system says: that of a link is another one, and some files have none.</summary>
    private static byte[]? Read(string file, int longest)
    {
        using var content = File.OpenRead(file);
        var octets = new byte[longest + 1];
        var length = content.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        return length <= longest ? octets[..length] : null;
    }

    private static bool LeadsOut(string file) => !Real(file, 0).StartsWith(Real(Path.GetDirectoryName(file)!, 0) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The place itself, links followed.</summary>
    private static string Real(string path, int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var target = Directory.Exists(next) ? Directory.ResolveLinkTarget(next, returnFinalTarget: false) : File.ResolveLinkTarget(next, returnFinalTarget: false);
            if (target is not null && links == MostLinks)
                throw new IOException("There are too many links.");
            real = target is null ? next : Real(target.FullName, links + 1);
        }

        return real;
    }
}
