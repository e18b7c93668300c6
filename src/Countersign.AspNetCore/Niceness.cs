using System.Runtime.InteropServices;

namespace Countersign.AspNetCore;

/// <summary>The priority of threads on Linux, where it is a niceness that belongs to each, and the runtime's priorities do not set it.</summary>
internal static class Niceness
{
    /// <summary>For what may wait, but not for ever: a tenth of a core that has no time to spare.</summary>
    public const int Background = 10;

    /// <summary>For what an attacker can ask for without end.</summary>
    public const int Lowest = 19;

    /// <summary>Gives this thread a niceness. Answers why that failed, or null.</summary>
    public static string? Set(int niceness) =>
        OperatingSystem.IsLinux() && SetPriority(0, 0, niceness) != 0 ? Marshal.GetLastPInvokeErrorMessage() : null;

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
