using System.Runtime.InteropServices;
using System.Text;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// Tells files from pipes and devices before they are opened: opening a pipe waits for somebody to write, and whoever watches files would
/// wait with it for good.
/// </summary>
internal static class RegularFile
{
    private const int CurrentFolder = -100;
    private const uint WantsType = 1;
    private const int ModeAt = 28;
    private const int TypeBits = 0xf000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Whether something else than a file or a folder has this name, links followed; false where the system can't be asked.</summary>
    public static bool IsOther(string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        // struct statx is the same on every architecture: 256 octets, the mode as a 16-bit number at 28.
        var found = new byte[256];
        try
        {
            return StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsType, found) == 0 && (BitConverter.ToUInt16(found, ModeAt) & TypeBits) is not (Regular or Folder);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, [Out] byte[] found);
}
