using System.Diagnostics;

namespace Countersign.TestKit.Postgres;

/// <summary>Runs PostgreSQL's programs, the newest that are installed. They do not run as root; their package brings a user who does.</summary>
internal static class PostgresPrograms
{
    private static readonly string? Folder = FindFolder();

    public static bool AreInstalled => Folder is not null;

    public static void Run(string program, params string[] arguments) => Finish(Begin(program, arguments));

    /// <summary>Null, or what is wrong.</summary>
    public static string? TryRun(string program, params string[] arguments) => TryFinish(Begin(program, arguments));

    public static Process Begin(string program, params string[] arguments)
    {
        var path = Path.Combine(Folder ?? throw new InvalidOperationException("PostgreSQL is not installed."), program);
        string[] command = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments] : [path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Makes a folder for the user whom the programs run as.</summary>
    public static void CreateFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (Environment.IsPrivilegedProcess)
            Finish(Process.Start("chown", ["postgres", path]));
    }

    private static void Finish(Process process)
    {
        if (TryFinish(process) is { } why)
            throw new InvalidOperationException(why);
    }

    private static string? TryFinish(Process process)
    {
        using (process)
        {
            var said = process.StartInfo.RedirectStandardError ? process.StandardError.ReadToEnd() : "";
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{process.StartInfo.FileName} ended with {process.ExitCode}. {said}";
        }
    }

    private static string? FindFolder()
    {
        const string Debian = "/usr/lib/postgresql";
        return !Directory.Exists(Debian) ? null : Directory.EnumerateDirectories(Debian).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
