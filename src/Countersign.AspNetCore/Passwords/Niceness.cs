using System.Runtime.InteropServices;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The priority of threads on Linux, where it is a niceness that belongs to each, and the runtime's priorities do not set it.</summary>
internal static class Niceness
{
    private const int Lowest = 19;

    /// <summary>Gives this thread the lowest priority. Answers why that failed, or null.</summary>
    public static string? LowerThisThread() =>
        OperatingSystem.IsLinux() && SetPriority(0, 0, Lowest) != 0 ? Marshal.GetLastPInvokeErrorMessage() : null;

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
